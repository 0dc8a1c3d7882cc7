namespace Microsoft.ML.ResNet.Weights;

/// <summary>A dictionary of a pickle, in its order.</summary>
internal sealed class PickleDictionary
{
    private readonly Dictionary<string, object?> _texts = new(StringComparer.Ordinal);

    /// <summary>The entries whose keys are texts; others are of no use here.</summary>
    public IReadOnlyDictionary<string, object?> Texts => _texts;

    public void Set(object? key, object? value)
    {
        if (key is string text)
            _texts[text] = value;
    }
}
