namespace Microsoft.ML.ResNet.Data;

/// <summary>Why a row gave no image.</summary>
/// <param name="Reason">The end of a sentence that begins with "the image".</param>
/// <param name="Cause">What was thrown, if anything.</param>
/// <param name="IsMisfit">
/// The image is sound but of the wrong size: a mistake in the pipeline, which skipping rows would only hide.
/// </param>
internal sealed record BadImage(string Reason, Exception? Cause = null, bool IsMisfit = false)
{
    public static BadImage Missing { get; } = new("is missing");

    /// <summary>The exception for this image.</summary>
    /// <param name="row">0-based position in the data.</param>
    /// <param name="path">The file if it is known.</param>
    public Exception ToException(long row, string? path)
    {
        string place = RowPlace.Of(row, path);
        return IsMisfit
            ? new ArgumentException($"{place}: the image {Reason}", Cause)
            : new InvalidDataException(
                $"{place}: the image {Reason}. Repair or remove it, or set Options.BadImages to ResNetBadImagePolicy.Skip.",
                Cause);
    }
}
