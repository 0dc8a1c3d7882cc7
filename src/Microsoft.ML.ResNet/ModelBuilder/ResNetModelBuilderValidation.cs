namespace Microsoft.ML.ResNet;

/// <summary>Selects the validation images of a Model Builder configuration.</summary>
public sealed class ResNetModelBuilderValidation
{
    internal const double DefaultFraction = 0.2;
    internal const int DefaultFolds = 5;
    internal const int MostFolds = 100;

    private ResNetModelBuilderValidation()
    {
    }

    /// <summary>Held-out fraction of every class, between 0 and 1; null for the other kinds.</summary>
    public double? Fraction { get; private init; }

    /// <summary>The number of folds of a cross-validation; null for the other kinds.</summary>
    public int? Folds { get; private init; }

    /// <summary>A folder with a subfolder of images for each class; null for the other kinds.</summary>
    public string? ImageFolder { get; private init; }

    /// <summary>Holds out a fraction of every class for validation.</summary>
    /// <param name="fraction">The fraction, between 0 and 1. Default: 0.2, as in Model Builder.</param>
    /// <exception cref="ArgumentOutOfRangeException">The fraction is out of range.</exception>
    public static ResNetModelBuilderValidation Split(double fraction = DefaultFraction) =>
        fraction is > 0 and < 1
            ? new() { Fraction = fraction }
            : throw new ArgumentOutOfRangeException(nameof(fraction), fraction, "Between 0 and 1.");

    /// <summary>
    /// For every fold, trains a model on the other folds and measures it on this one. The final model is trained on all
    /// images.
    /// </summary>
    /// <param name="folds">The number of folds, 2 to 100. Default: 5.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is out of range.</exception>
    public static ResNetModelBuilderValidation CrossValidation(int folds = DefaultFolds) =>
        folds is >= 2 and <= MostFolds
            ? new() { Folds = folds }
            : throw new ArgumentOutOfRangeException(nameof(folds), folds, $"2 to {MostFolds}.");

    /// <summary>Measures on the images of another folder.</summary>
    /// <param name="folder">The folder, with a subfolder for each class of the training images.</param>
    public static ResNetModelBuilderValidation Folder(string folder)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        return new() { ImageFolder = folder };
    }
}
