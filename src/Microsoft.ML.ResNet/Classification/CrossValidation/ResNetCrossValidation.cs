namespace Microsoft.ML.ResNet;

/// <summary>What a cross-validation measured: on each part of the images, a model that was trained on all others.</summary>
/// <param name="Folds">The parts, in order.</param>
public sealed record ResNetCrossValidation(IReadOnlyList<ResNetFold> Folds)
{
    /// <summary>
    /// The part of all images that were classified right, 0 to 1; with sets of labels, of those with no label wrong.
    /// </summary>
    public double Accuracy => Mean(fold => fold.Accuracy);

    /// <summary>The mean over all images of the cross-entropy in nats; with sets of labels, summed over the labels.</summary>
    public double LogLoss => Mean(fold => fold.LogLoss);

    private double Mean(Func<ResNetFold, double> value) =>
        Folds.Sum(fold => value(fold) * fold.Images) / Folds.Sum(fold => fold.Images);
}

/// <summary>One part of a cross-validation.</summary>
/// <param name="Images">Its images.</param>
/// <param name="Accuracy">The part of them that were classified right, or had no label wrong: 0 to 1.</param>
/// <param name="LogLoss">The mean cross-entropy over them, in nats.</param>
/// <param name="TrainingReport">How the model was trained that they were measured with.</param>
public sealed record ResNetFold(long Images, double Accuracy, double LogLoss, ResNetTrainingReport TrainingReport);
