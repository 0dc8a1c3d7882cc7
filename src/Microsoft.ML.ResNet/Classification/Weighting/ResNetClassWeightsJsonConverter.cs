using System.Text.Json;
using System.Text.Json.Serialization;

namespace Microsoft.ML.ResNet.Classification;

/// <summary>
/// Class weights in JSON: "None", "Balanced", or an object with a number for each class. The properties of
/// <see cref="ResNetClassWeights"/>, which search spaces write, are read too.
/// </summary>
internal sealed class ResNetClassWeightsJsonConverter : JsonConverter<ResNetClassWeights>
{
    public override ResNetClassWeights Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return reader.GetString() switch
            {
                nameof(ResNetClassWeights.None) => ResNetClassWeights.None,
                nameof(ResNetClassWeights.Balanced) => ResNetClassWeights.Balanced,
                var other => throw new JsonException(
                    $"\"{other}\" are no class weights: None, Balanced, or a number for each."),
            };
        }
        JsonElement value = JsonElement.ParseValue(ref reader);
        bool isProperties = value.ValueKind == JsonValueKind.Object
            && value.EnumerateObject().Any(property => property.Value.ValueKind != JsonValueKind.Number);
        if (!isProperties)
            return ResNetClassWeights.Create(value.Deserialize<Dictionary<string, float>>(options)!);
        Properties properties = value.Deserialize<Properties>(options)!;
        return properties.IsBalanced
            ? ResNetClassWeights.Balanced
            : ResNetClassWeights.Create(properties.PerClass.ToDictionary(weight => weight.Class, weight => weight.Weight));
    }

    public override void Write(Utf8JsonWriter writer, ResNetClassWeights value, JsonSerializerOptions options)
    {
        if (value.IsBalanced || value.PerClass.Count == 0)
            writer.WriteStringValue(value.ToString());
        else
            JsonSerializer.Serialize(
                writer, value.PerClass.ToDictionary(weight => weight.Class, weight => weight.Weight), options);
    }

    private sealed record Properties
    {
        public bool IsBalanced { get; init; }

        public IReadOnlyList<ResNetClassWeight> PerClass { get; init; } = [];
    }
}
