using System.Text.Json;

namespace Microsoft.ML.ResNet.ModelBuilder;

/// <summary>An object in a JSON file. Knows its path, for messages, and which of its properties were read.</summary>
internal sealed class JsonSection(string file, string path, JsonElement element)
{
    private readonly HashSet<string> _read = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Loads a file whose root is an object.</summary>
    /// <exception cref="InvalidDataException">The file is not JSON, or its root is not an object.</exception>
    public static JsonSection Load(string file)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(
                File.ReadAllText(file),
                new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? new JsonSection(file, "$", document.RootElement.Clone())
                : throw new InvalidDataException(
                    $"{file}: $ is {Describe(document.RootElement)} and must be an object.");
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException(
                $"{file} is not JSON: line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}: "
                + $"{exception.Message}", exception);
        }
    }

    /// <summary>Paths of the properties that were not read, in file order.</summary>
    public IEnumerable<string> Unread =>
        Properties().Where(p => !_read.Contains(p.Name)).Select(p => $"{path}.{p.Name}");

    public bool Has(string name) => Find(name) is not null;

    /// <summary>The nested object; null if there is no such property.</summary>
    public JsonSection? Section(string name) => Find(name) is { } value
        ? new JsonSection(file, $"{path}.{name}", Expect(name, value, JsonValueKind.Object, "an object"))
        : null;

    public IEnumerable<JsonSection> Sections(string name) => Find(name) is { } values
        ? Expect(name, values, JsonValueKind.Array, "an array").EnumerateArray().Select((value, i) =>
            new JsonSection(file, $"{path}.{name}[{i}]",
                Expect($"{name}[{i}]", value, JsonValueKind.Object, "an object")))
        : [];

    public string? Text(string name) =>
        Find(name) is { } value
            ? String(Expect(name, value, JsonValueKind.String, "a string"))
                ?? throw Wrong(name, $"is {Describe(value)} and must be text without unpaired surrogates")
            : null;

    public bool? Boolean(string name) => Find(name) is { } value
        ? value.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? value.GetBoolean()
            : throw WrongKind(name, value, "true or false")
        : null;

    public double? Number(string name) =>
        Find(name) is { } value ? Expect(name, value, JsonValueKind.Number, "a number").GetDouble() : null;

    public int? Integer(string name) => Find(name) is { } value
        ? Expect(name, value, JsonValueKind.Number, "a whole number").TryGetInt32(out int number)
            ? number
            : throw Wrong(name, $"is {value.GetRawText()} and must be a whole number of 32 bits")
        : null;

    /// <summary>Creates the error for an invalid property: "file: $.A.B is 3 and must be …".</summary>
    public InvalidDataException Wrong(string name, string message) => new($"{file}: {path}.{name} {message}.");

    public string At(string name) => $"{path}.{name}";

    // Model Builder's reader ignores the case of names. A null value counts as absent.
    private JsonElement? Find(string name)
    {
        _read.Add(name);
        foreach (JsonProperty property in Properties())
        {
            if (property.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                return property.Value.ValueKind == JsonValueKind.Null ? null : property.Value;
        }
        return null;
    }

    private JsonElement Expect(string name, JsonElement value, JsonValueKind kind, string what) =>
        value.ValueKind == kind ? value : throw WrongKind(name, value, what);

    private InvalidDataException WrongKind(string name, JsonElement value, string what) =>
        Wrong(name, $"is {Describe(value)} and must be {what}");

    private static string Describe(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => $"the string '{String(value) ?? value.GetRawText().Trim('"')}'",
        _ => value.GetRawText(),
    };

    private IEnumerable<JsonProperty> Properties() => element.EnumerateObject().Select(property =>
    {
        try
        {
            _ = property.Name;
            return property;
        }
        catch (InvalidOperationException exception)
        {
            throw new InvalidDataException(
                $"{file}: the name of a property of {path} contains an unpaired surrogate.", exception);
        }
    });

    // Null for an escaped surrogate without its other half, which no text contains.
    private static string? String(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
