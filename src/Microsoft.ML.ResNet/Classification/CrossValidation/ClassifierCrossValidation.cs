using Microsoft.ML.ResNet.Data;
using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Model;
using Microsoft.ML.ResNet.Network;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.ResNet.Classification;

/// <summary>Cross-validates a classifier's training on images that are read once.</summary>
/// <param name="host">Of the estimator.</param>
/// <param name="options">Of every fold's training.</param>
internal sealed class ClassifierCrossValidation(IHost host, ResNetClassifierEstimator.Options options)
{
    public ResNetCrossValidation Run(IDataView data, int folds)
    {
        using IChannel channel = host.Start("Cross-validation");
        int seed = options.Seed ?? host.Rand.Next();
        using TrainingDatasets images = new ClassifierTraining(host, options).Read(data, channel, out ImageSize input);
        ImageSubset all = images.Train.All;
        int classes = images.Label.Classes.Count;
        if (all.Rows.Length < folds)
        {
            throw new ArgumentException(
                $"There are {all.Rows.Length} images for {folds} folds: a fold needs at least one.", nameof(folds));
        }
        int[] foldOf = StratifiedSplit.Folds(
            Strata.Assign(all.Labels, all.CountByClass(classes)), classes + 1, folds, seed);
        List<ResNetFold> results = [];
        for (int fold = 0; fold < folds; fold++)
        {
            results.Add(Run(images, input, foldOf, fold, seed));
            channel.Info(FormattableString.Invariant(
                $"Fold {fold + 1} of {folds}: {results[^1].Accuracy:P1} of {results[^1].Images:N0} images right, loss {results[^1].LogLoss:F3}"));
        }
        return new ResNetCrossValidation(results.AsReadOnly());
    }

    private ResNetFold Run(TrainingDatasets images, ImageSize input, int[] foldOf, int fold, int seed)
    {
        ResNetClassifierEstimator.Options own = options.Copy();
        own.Seed = seed;
        own.ReturnModelWhenCancelled = false;
        own.CheckpointPath = options.CheckpointPath is { } path ? $"{path}.fold{fold + 1}" : null;
        long[] kept = [.. Enumerable.Range(0, foldOf.Length).Where(i => foldOf[i] != fold).Select(i => (long)i)];
        long[] held = [.. Enumerable.Range(0, foldOf.Length).Where(i => foldOf[i] == fold).Select(i => (long)i)];
        using ResNetClassifierTransformer model = new ClassifierTraining(host, own)
            .Run(new TrainingSplit(images, images.Train.Select(kept), Validation: null), input, previous: null);
        return Measure(model.Model, images.Train.Select(held));
    }

    // As the model scores: its precision, and all views of an image.
    private unsafe ResNetFold Measure(ClassifierModel model, ImageSubset held)
    {
        using NativeContext context = NativeContext.Create(options.ThreadCount());
        using InferenceNetwork network = ClassifierNetwork.Create(model, context);
        float[] probabilities = new float[model.Classes.Count];
        double loss = 0;
        long right = 0;
        foreach (long row in held.Rows.Span)
        {
            options.CancellationToken.ThrowIfCancellationRequested();
            network.Predict(
                new PixelBuffer(
                    (nint)((byte*)held.Pixels.Pointer + row * held.Pixels.Shape.Bytes), 1, held.Pixels.Shape),
                probabilities);
            ReadOnlySpan<int> labels = held.Labels.GetLabels(row);
            loss += held.Labels.IsMultiLabel ? SetLoss(probabilities, labels) : -Log(probabilities[labels[0]]);
            if (held.Labels.IsMultiLabel ? IsRight(probabilities, labels, model.Rule.Threshold)
                : probabilities.AsSpan().IndexOf(probabilities.Max()) == labels[0])
            {
                right++;
            }
        }
        int count = held.Rows.Length;
        return new ResNetFold(count, (double)right / count, loss / count, model.TrainingReport!);
    }

    private static double SetLoss(float[] probabilities, ReadOnlySpan<int> labels)
    {
        double loss = 0;
        for (int label = 0; label < probabilities.Length; label++)
            loss -= Log(labels.Contains(label) ? probabilities[label] : 1 - probabilities[label]);
        return loss;
    }

    private static bool IsRight(float[] probabilities, ReadOnlySpan<int> labels, float threshold)
    {
        for (int label = 0; label < probabilities.Length; label++)
        {
            if (probabilities[label] >= threshold != labels.Contains(label))
                return false;
        }
        return true;
    }

    // As ML.NET's metrics, a probability of 0 counts as one that can be computed with.
    private static double Log(double probability) => Math.Log(Math.Max(probability, 1e-15));
}
