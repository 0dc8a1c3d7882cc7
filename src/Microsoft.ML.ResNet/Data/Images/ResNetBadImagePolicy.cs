namespace Microsoft.ML.ResNet;

/// <summary>How to handle an image that is missing or cannot be decoded.</summary>
public enum ResNetBadImagePolicy
{
    /// <summary>Throw an <see cref="InvalidDataException"/> that names the row and, if known, the file.</summary>
    Throw,

    /// <summary>
    /// Training skips the row and reports the number of skipped rows. Scoring cannot drop rows: it returns NaN for every
    /// class in <c>Score</c> and a missing <c>PredictedLabel</c>. Valid images of the wrong size always throw, because
    /// they are a mistake in the pipeline.
    /// </summary>
    Skip,
}
