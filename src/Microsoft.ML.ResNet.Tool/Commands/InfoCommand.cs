using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.ML.ResNet.Tool.Models;
using Microsoft.ML.ResNet.Tool.Options;
using Microsoft.ML.ResNet.Tool.Output;

namespace Microsoft.ML.ResNet.Tool.Commands;

/// <summary><c>info</c>: describes a model, or lists architectures and presets.</summary>
internal static class InfoCommand
{
    public static ToolCommand Create()
    {
        var model = new Argument<string?>("MODEL")
        {
            Description = "The model to describe. Without it, architectures and presets are listed.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        Option<string?> classNames = CommonOptions.ClassNames();
        return new ToolCommand(
            "info", "Describes a model, or lists architectures and presets.", [model, classNames],
            (parsed, json, token) =>
            {
                if (parsed.GetValue(model) is { } path)
                    WriteModel(path, parsed.GetValue(classNames), json);
                else
                    WriteNames(json);
                return 0;
            });
    }

    private static void WriteModel(string path, string? classNames, JsonTarget json)
    {
        using ResNetClassifierTransformer classifier = ModelFile.Load(ToolContext.Create(), path, classNames);
        ModelSummary summary = ModelSummary.From(classifier);
        JsonObject values = JsonSerializer.SerializeToNode(summary, JsonTarget.Format)!.AsObject();
        foreach ((string name, JsonNode? value) in values)
        {
            Console.WriteLine($"{name,-20} {(value is JsonArray list ? string.Join(", ", list) : value)}");
        }
        json.Write(new { Command = "info", Model = path, Network = summary });
    }

    private static void WriteNames(JsonTarget json)
    {
        string version = typeof(ResNetArchitecture).Assembly.GetName().Version!.ToString(3);
        Console.WriteLine("architectures (parameters with 1000 classes):");
        foreach (string name in ResNetArchitecture.Names)
            Console.WriteLine($"  {name,-20} {ResNetArchitecture.Parse(name).CountParameters(1000),14:N0}");
        Console.WriteLine("presets:");
        foreach (string name in ResNetRecipe.Names)
            Console.WriteLine($"  {name,-20} {ResNetRecipe.Parse(name).Description}");
        json.Write(new
        {
            Command = "info",
            Version = version,
            Architectures = ResNetArchitecture.Names,
            Presets = ResNetRecipe.Names,
        });
    }
}
