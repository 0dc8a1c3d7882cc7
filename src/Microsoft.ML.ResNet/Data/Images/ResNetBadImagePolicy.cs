namespace Microsoft.ML.ResNet;

/// <summary>What to do with an image that is missing or cannot be decoded.</summary>
public enum ResNetBadImagePolicy
{
    /// <summary>Throw an <see cref="InvalidDataException"/> that names the row, and the file if it is known.</summary>
    Throw,

    /// <summary>
    /// In training leave the row out and report the count. In scoring give a <c>Score</c> of NaN for every class and a
    /// missing <c>PredictedLabel</c>, because scoring may not drop rows. Sound images of the wrong size are a mistake in
    /// the pipeline and throw all the same.
    /// </summary>
    Skip,
}
