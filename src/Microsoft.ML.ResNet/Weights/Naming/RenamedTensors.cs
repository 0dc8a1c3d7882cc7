namespace Microsoft.ML.ResNet.Weights;

/// <summary>The tensors of a file by the names of torchvision and timm, see <see cref="ForeignNames"/>.</summary>
internal sealed class RenamedTensors : INamedTensors
{
    private readonly INamedTensors _tensors;
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal); // theirs, by ours
    private readonly Dictionary<string, long[]> _shapes = new(StringComparer.Ordinal);

    public string Source => _tensors.Source;

    public ResNetArchitecture? Architecture => _tensors.Architecture;

    public IReadOnlyDictionary<string, long[]> Shapes => _shapes;

    public RenamedTensors(INamedTensors tensors)
    {
        _tensors = tensors;
        // Where two networks are in a file, a teacher beside its student, the one whose names are the longer is the
        // part of something: all its tensors keep their names, and are unknown then.
        foreach (string name in tensors.Shapes.Keys.OrderBy(name => name.Length).ThenBy(name => name, StringComparer.Ordinal))
        {
            string bare = ForeignNames.Translate(name);
            if (!_names.TryAdd(bare, name))
                _names.Add(bare = name, name);
            _shapes.Add(bare, tensors.Shapes[name]);
        }
    }

    public float[] Read(string name) => _tensors.Read(_names[name]);
}
