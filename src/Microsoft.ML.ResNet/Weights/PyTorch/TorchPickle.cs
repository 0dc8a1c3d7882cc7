namespace Microsoft.ML.ResNet.Weights;

/// <summary>The objects that PyTorch files may construct: tensors, dictionaries and plain values.</summary>
internal sealed class TorchPickle
{
    private readonly Dictionary<string, TorchStorage> _storages = new(StringComparer.Ordinal);

    /// <summary>The values that tensors are views of, by their names in the file.</summary>
    public IReadOnlyDictionary<string, TorchStorage> Storages => _storages;

    /// <exception cref="InvalidDataException">It is damaged, or names another class, which the message quotes.</exception>
    public object? Read(Stream stream) => new PickleReader(stream, Build).Read();

    private object? Build(PickleGlobal global, object?[] arguments)
    {
        switch (global.ToString())
        {
            case "collections.OrderedDict":
            case "collections.defaultdict":
            case "builtins.dict":
            case "__builtin__.dict":
                PickleDictionary dictionary = new();
                foreach (object? pair in arguments is [List<object?> pairs] ? pairs : [])
                {
                    if (pair is IList<object?> and [var key, var value])
                        dictionary.Set(key, value);
                }
                return dictionary;
            case "torch._utils._rebuild_tensor_v2":
            case "torch._utils._rebuild_tensor":
                TorchTensor made = TorchTensor.Of(arguments);
                _storages[made.Storage.Key] = made.Storage;
                return made;
            case "torch._utils._rebuild_parameter":
            case "torch._utils._rebuild_parameter_with_state":
                return arguments is [TorchTensor tensor, ..] ? tensor
                    : throw new InvalidDataException("It has a parameter without a tensor.");
            case "torch.Size":
            case "builtins.set":
            case "__builtin__.set":
                return arguments is [var items] ? items : arguments;
            case "torch.device":
                return arguments is [string device, ..] ? device : null;
            default:
                throw new InvalidDataException(
                    $"It asks for {global}, and only tensors, dictionaries and plain values are read, so that nothing in a "
                    + "file can run: save the weights alone, torch.save(model.state_dict(), path).");
        }
    }
}
