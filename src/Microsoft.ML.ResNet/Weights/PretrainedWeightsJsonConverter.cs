using System.Text.Json;
using System.Text.Json.Serialization;

namespace Microsoft.ML.ResNet.Weights;

/// <summary>Weights in JSON: the name of installed ones, the path of a file, or "none".</summary>
internal sealed class PretrainedWeightsJsonConverter : JsonConverter<ResNetPretrainedWeights>
{
    public override ResNetPretrainedWeights Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetString() is { Length: > 0 } text
            ? ResNetPretrainedWeights.Parse(text)
            : throw new JsonException("Weights are the name of installed ones, a path, or \"none\".");

    public override void Write(Utf8JsonWriter writer, ResNetPretrainedWeights value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Text);
}
