using System.CommandLine;
using Microsoft.ML.ResNet.CommandLine;
using Microsoft.ML.ResNet.CommandLine.Data;
using Microsoft.ML.ResNet.Tool.Models;
using Microsoft.ML.ResNet.Tool.Options;
using Microsoft.ML.ResNet.Tool.Output;

namespace Microsoft.ML.ResNet.Tool.Commands;

/// <summary><c>deepen</c>: makes a deeper model that computes the same function.</summary>
internal static class DeepenCommand
{
    public static ToolCommand Create()
    {
        var model = new ModelOptions();
        Option<string?> architecture = OptionValues.Architecture("The deeper network, of the same family as the model.");
        Option<string?> depths = OptionValues.Parsed(
            "--stage-depths", "N,N,N", "Blocks per stage, instead of --architecture.", OptionValues.ParseNumbers);
        Option<string?> data = CommonOptions.Data(
            "Images to measure activations on; needed for networks without identity shortcuts.");
        Option<string> output = CommonOptions.Output("--output", "File for the deeper model (.zip).");
        Option<int?> seed = NumberOption.Seed();
        return new ToolCommand(
            "deepen",
            "Adds blocks that compute the identity to a trained network. Continue training it with 'train --from'.",
            [model.File, architecture, depths, data, output, seed, model.ClassNames],
            (parsed, json, token) =>
            {
                string path = parsed.GetValue(output)!;
                OutputFile.Prepare(path);
                MLContext ml = ToolContext.Create();
                using ResNetClassifierTransformer shallow = model.Load(ml, parsed);
                ResNetArchitecture deeper = Deeper(
                    shallow.Architecture, parsed.GetValue(architecture), parsed.GetValue(depths));
                IDataView? images = parsed.GetValue(data) is { } source
                    ? ImageInput.Adapt(ml, shallow, DataSource.Open(source).Train.ToDataView(ml))
                    : null;
                using ResNetClassifierTransformer deep = Deepen(shallow, deeper, images, parsed.GetValue(seed) ?? 1);
                ModelFile.Save(ml, deep, path);
                Console.WriteLine($"{shallow.Architecture.Name} with {shallow.ParameterCount:N0} parameters became "
                    + $"{deep.Architecture.Name} with {deep.ParameterCount:N0}, in {path}");
                json.Write(new { Command = "deepen", Model = Path.GetFullPath(path), Network = ModelSummary.From(deep) });
                return 0;
            });
    }

    private static ResNetArchitecture Deeper(ResNetArchitecture shallow, string? name, string? depths) =>
        (name, depths) switch
    {
        ({ } given, null) => ResNetArchitecture.Parse(given),
        (null, { } given) => shallow with
        {
            Name = $"{shallow.Name}-{given.Replace(',', '-')}",
            StageDepths = OptionValues.ParseNumbers(given),
        },
        _ => throw new UsageException("give either --architecture or --stage-depths."),
    };

    private static ResNetClassifierTransformer Deepen(
        ResNetClassifierTransformer shallow, ResNetArchitecture deeper, IDataView? images, int seed)
    {
        try
        {
            return shallow.Deepen(deeper, images, seed: seed);
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
        {
            throw new UserException(exception.Message, exception);
        }
    }
}
