namespace Microsoft.ML.ResNet.Weights;

/// <summary>Finds the tensors of a network in the content of a PyTorch file.</summary>
internal static class StateDictionary
{
    // Where training programs put a network's tensors, beside those of an optimizer and of other networks. The average
    // of weights (ema) comes last: it is taken where there is nothing else.
    private static readonly string[] Keys =
    [
        "state_dict", "model_state_dict", "model", "net", "network", "module", "params", "state_dict_ema", "model_ema", "ema",
    ];

    private const int Deepest = 4;

    /// <summary>The tensors by name.</summary>
    /// <exception cref="InvalidDataException">There are none.</exception>
    public static IReadOnlyDictionary<string, TorchTensor> Find(object? root)
    {
        object? value = root;
        for (int depth = 0; depth < Deepest && value is PickleDictionary dictionary; depth++)
        {
            Dictionary<string, TorchTensor> tensors = new(StringComparer.Ordinal);
            foreach ((string name, object? entry) in dictionary.Texts)
            {
                if (entry is TorchTensor tensor)
                    tensors.Add(name, tensor);
            }
            // A training may keep a tensor or two beside its networks.
            string? key = Keys.FirstOrDefault(key => dictionary.Texts.GetValueOrDefault(key) is PickleDictionary);
            if (tensors.Count > 0 && (key is null || tensors.Keys.Any(name => name.EndsWith(".weight", StringComparison.Ordinal))))
                return tensors;
            value = key is null ? null : dictionary.Texts[key];
        }
        string found = root is PickleDictionary top
            ? $"a dictionary of {string.Join(", ", top.Texts.Keys.Take(6).Select(key => $"'{key}'"))}"
            : root is null ? "nothing" : $"a {(root is List<object?> or object?[] ? "list" : root.GetType().Name)}";
        throw new InvalidDataException(
            $"It has {found}, but no tensors by name, neither bare nor under {string.Join(", ", Keys.Take(4))}.");
    }
}
