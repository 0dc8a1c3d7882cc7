namespace Microsoft.ML.ResNet.Onnx;

/// <summary>A node of a graph that is read: an operator, and the names of the values that it reads and gives.</summary>
internal sealed class OnnxNode
{
    public const string StandardDomain = "ai.onnx";

    private readonly Dictionary<string, AttributeProto> _attributes = new(StringComparer.Ordinal);

    /// <summary>Its name, or that of its first output.</summary>
    public string Name { get; }

    /// <summary>The operator; of another domain than ONNX's own, with the domain before it.</summary>
    public string Operator { get; }

    /// <summary>Names of values; empty where an optional one is left out.</summary>
    public string[] Inputs { get; }

    /// <summary>Names of values; empty where an optional one is left out.</summary>
    public IReadOnlyList<string> Outputs { get; }

    /// <exception cref="InvalidDataException">It has no output, or an attribute twice.</exception>
    public OnnxNode(NodeProto proto)
    {
        Operator = proto.Domain is "" or StandardDomain ? proto.OpType : $"{proto.Domain}.{proto.OpType}";
        Name = proto.Name.Length > 0 ? proto.Name : proto.Output.FirstOrDefault() ?? "";
        Inputs = [.. proto.Input];
        Outputs = [.. proto.Output];
        if (Outputs.All(output => output.Length == 0))
            throw Misfit("gives no value.");
        foreach (AttributeProto attribute in proto.Attribute)
        {
            if (!_attributes.TryAdd(attribute.Name, attribute))
                throw Misfit($"has two attributes '{attribute.Name}'.");
        }
    }

    /// <summary>Why the node cannot be in a network of ours.</summary>
    /// <param name="why">The text that follows the node's name, beginning with a verb.</param>
    public InvalidDataException Misfit(string why) => new($"{this} {why}");

    /// <summary>A text for messages.</summary>
    public override string ToString() => $"The node '{Name}' ({Operator})";

    public bool Is(params ReadOnlySpan<string> operators) => operators.Contains(Operator);

    public bool Has(string attribute) => _attributes.ContainsKey(attribute);

    public AttributeProto? Attribute(string name) => _attributes.GetValueOrDefault(name);

    public long Int(string name, long @default) => _attributes.TryGetValue(name, out AttributeProto? attribute)
        ? attribute.HasI ? attribute.I : throw Misfit($"has an attribute '{name}' that is no integer.")
        : @default;

    public float Float(string name, float @default) => _attributes.TryGetValue(name, out AttributeProto? attribute)
        ? attribute.HasF ? attribute.F : throw Misfit($"has an attribute '{name}' that is no number.")
        : @default;

    public string Text(string name, string @default) => _attributes.TryGetValue(name, out AttributeProto? attribute)
        ? attribute.HasS ? attribute.S.ToStringUtf8() : throw Misfit($"has an attribute '{name}' that is no text.")
        : @default;

    /// <summary>Null if it is not there.</summary>
    public long[]? Ints(string name) => _attributes.TryGetValue(name, out AttributeProto? attribute)
        ? [.. attribute.Ints]
        : null;
}
