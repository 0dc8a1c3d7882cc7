using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.ML.ResNet.CommandLine;
using Spectre.Console;

namespace Microsoft.ML.ResNet.Tool.Output;

/// <summary>
/// The destination of <c>--json</c>: a file, written atomically, or standard output. In the latter case all other output
/// goes to standard error.
/// </summary>
internal sealed class JsonTarget : IDisposable
{
    /// <summary>The format of all JSON that the tool writes: camel case, enumerations as text, no nulls.</summary>
    public static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter() },
    };

    private static readonly JsonSerializerOptions Indented = new(Format) { WriteIndented = true };

    private readonly string? _path;
    private readonly TextWriter? _writer;

    private JsonTarget(string? path, TextWriter? writer) => (_path, _writer) = (path, writer);

    /// <param name="target">A file path, "-" for standard output, or null to write nothing.</param>
    /// <exception cref="UserException">The file cannot be written.</exception>
    public static JsonTarget Open(string? target)
    {
        if (target is null)
            return new JsonTarget(null, null);
        if (target != "-")
        {
            OutputFile.Prepare(target);
            return new JsonTarget(Path.GetFullPath(target), new StringWriter());
        }
        TextWriter standard = Console.Out;
        Console.SetOut(Console.Error);
        AnsiConsole.Console =
            AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return new JsonTarget(null, standard);
    }

    public void Write(object result) => _writer?.WriteLine(JsonSerializer.Serialize(result, Indented));

    /// <summary>Writes one of several results as one line.</summary>
    public void WriteLine(object result) => _writer?.WriteLine(JsonSerializer.Serialize(result, Format));

    public void Complete()
    {
        if (_path is not null)
            OutputFile.Write(_path, _writer!.ToString()!);
        else
            _writer?.Flush();
    }

    public void Dispose()
    {
        if (_path is not null)
            _writer!.Dispose();
    }
}
