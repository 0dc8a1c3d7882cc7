using System.Text.Json;
using System.Text.Json.Serialization;

namespace Microsoft.ML.ResNet.Classification;

/// <summary>Weights of classes in JSON: "None", "Balanced", or an object with a number for each class.</summary>
internal sealed class ClassWeightsJsonConverter : JsonConverter<ResNetClassWeights>
{
    public override ResNetClassWeights Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String)
            return ResNetClassWeights.Of(JsonSerializer.Deserialize<Dictionary<string, float>>(ref reader, options)!);
        return reader.GetString() switch
        {
            nameof(ResNetClassWeights.None) => ResNetClassWeights.None,
            nameof(ResNetClassWeights.Balanced) => ResNetClassWeights.Balanced,
            var other => throw new JsonException(
                $"\"{other}\" are no class weights: None, Balanced, or a number for each."),
        };
    }

    public override void Write(Utf8JsonWriter writer, ResNetClassWeights value, JsonSerializerOptions options)
    {
        if (value.Given is null)
            writer.WriteStringValue(value.ToString());
        else
            JsonSerializer.Serialize(writer, value.Given, options);
    }
}
