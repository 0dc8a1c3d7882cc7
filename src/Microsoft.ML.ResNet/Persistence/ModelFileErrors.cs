namespace Microsoft.ML.ResNet.Persistence;

/// <summary>Turns every error that a damaged model file causes into one kind of exception.</summary>
internal static class ModelFileErrors
{
    /// <param name="modelKind">The kind of model for the message, such as "ResNet classifier".</param>
    /// <param name="read">Reads the model.</param>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public static T Wrap<T>(string modelKind, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e)
            when (e is ArgumentException or OverflowException or EndOfStreamException or InvalidDataException)
        {
            throw Damaged(modelKind, e.Message, e);
        }
    }

    public static InvalidDataException Damaged(string modelKind, string reason, Exception? cause = null) =>
        new($"The {modelKind} in the model file is damaged: {reason}", cause);
}
