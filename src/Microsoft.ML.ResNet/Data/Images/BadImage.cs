namespace Microsoft.ML.ResNet.Data;

/// <summary>Why a row's image cannot be used.</summary>
/// <param name="Reason">The end of a sentence that begins with "the image".</param>
/// <param name="Cause">The exception, if any.</param>
/// <param name="IsWrongSize">
/// The image is valid but has the wrong size: a mistake in the pipeline that skipping rows would only hide.
/// </param>
internal sealed record BadImage(string Reason, Exception? Cause = null, bool IsWrongSize = false)
{
    public static BadImage Missing { get; } = new("is missing");

    /// <summary>The exception for this image.</summary>
    /// <param name="row">0-based position in the data.</param>
    /// <param name="path">The file, if known.</param>
    public Exception ToException(long row, string? path)
    {
        string place = RowName.Format(row, path);
        return IsWrongSize
            ? new ArgumentException($"{place}: the image {Reason}", Cause)
            : new InvalidDataException(
                $"{place}: the image {Reason}. Repair or remove it, or set Options.BadImages to ResNetBadImagePolicy.Skip.",
                Cause);
    }
}
