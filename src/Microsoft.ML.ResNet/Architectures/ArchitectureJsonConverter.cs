using System.Text.Json;
using System.Text.Json.Serialization;

namespace Microsoft.ML.ResNet.Architectures;

/// <summary>
/// Writes an architecture as its name if it is predefined, otherwise as an object with all its properties.
/// </summary>
internal sealed class ArchitectureJsonConverter : JsonConverter<ResNetArchitecture>
{
    public override ResNetArchitecture Read(
        ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            string name = reader.GetString()!;
            return ResNetArchitecture.TryParse(name, out ResNetArchitecture? named)
                ? named
                : throw new JsonException(
                    $"There is no architecture \"{name}\". Valid names: {string.Join(", ", ResNetArchitecture.Names)}.");
        }
        Properties properties = JsonSerializer.Deserialize<Properties>(ref reader, options)
            ?? throw new JsonException("An architecture must be a name or an object.");
        return properties.ToArchitecture();
    }

    public override void Write(Utf8JsonWriter writer, ResNetArchitecture value, JsonSerializerOptions options)
    {
        if (ResNetArchitecture.TryParse(value.Name, out ResNetArchitecture? named) && named == value)
            writer.WriteStringValue(value.Name);
        else
            JsonSerializer.Serialize(writer, Properties.From(value), options);
    }

    private sealed record Properties
    {
        public required string Name { get; init; }
        public required ResNetStem Stem { get; init; }
        public required IReadOnlyList<int> StageDepths { get; init; }
        public required IReadOnlyList<int> StageWidths { get; init; }
        public ResNetBlock Block { get; init; }
        public ResNetShortcut Shortcut { get; init; }
        public ResNetBottleneckStride Stride { get; init; }
        public int InnerWidthFactor { get; init; } = 1;
        public int Groups { get; init; } = 1;
        public bool PreActivation { get; init; }
        public int SqueezeReduction { get; init; }

        public static Properties From(ResNetArchitecture from) => new()
        {
            Name = from.Name,
            Stem = from.Stem,
            StageDepths = from.StageDepths,
            StageWidths = from.StageWidths,
            Block = from.Block,
            Shortcut = from.Shortcut,
            Stride = from.Stride,
            InnerWidthFactor = from.InnerWidthFactor,
            Groups = from.Groups,
            PreActivation = from.PreActivation,
            SqueezeReduction = from.SqueezeReduction,
        };

        public ResNetArchitecture ToArchitecture() => new()
        {
            Name = Name,
            Stem = Stem,
            StageDepths = StageDepths,
            StageWidths = StageWidths,
            Block = Block,
            Shortcut = Shortcut,
            Stride = Stride,
            InnerWidthFactor = InnerWidthFactor,
            Groups = Groups,
            PreActivation = PreActivation,
            SqueezeReduction = SqueezeReduction,
        };
    }
}
