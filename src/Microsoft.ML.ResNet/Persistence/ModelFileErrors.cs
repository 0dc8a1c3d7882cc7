namespace Microsoft.ML.ResNet.Persistence;

/// <summary>Whatever a damaged file leads to, the caller is told the same way.</summary>
internal static class ModelFileErrors
{
    /// <param name="what">What the file has: "ResNet classifier".</param>
    /// <param name="read">Reads it.</param>
    /// <exception cref="InvalidDataException">It cannot be read.</exception>
    public static T Wrap<T>(string what, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e)
            when (e is ArgumentException or OverflowException or EndOfStreamException or InvalidDataException)
        {
            throw Damaged(what, e.Message, e);
        }
    }

    public static InvalidDataException Damaged(string what, string reason, Exception? cause = null) =>
        new($"The {what} in the model file is damaged: {reason}", cause);
}
