using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Microsoft.ML.ResNet;
using Microsoft.ML.ResNet.CommandLine;

namespace Degradation;

/// <summary>The command-line options. Options that are not given keep the protocol's values.</summary>
internal static class CommandLine
{
    public static RootCommand Create()
    {
        var data = new Option<string?>("--data")
        {
            Description = "Folder or zip with one subfolder of images per class, optionally inside 'train' and 'test'. "
                + "Without it, images are drawn and --quick is implied.",
        };
        var quick = new Option<bool>("--quick")
        {
            Description = "Train for minutes instead of days: smaller images, fewer iterations. Without it, the "
                + "protocol is the paper's.",
        };
        var depths = new Option<string?>("--depths")
        {
            Description = "Depths 6n + 2 of the networks, such as 20,32,44,56. Default: 20,56; with --quick 14,44",
            HelpName = "N,N",
        };
        Option<int?> iterations = NumberOption.Create(
            "--iterations", 1, 10_000_000, "Training steps of each network.");
        Option<int?> images = NumberOption.Create("--images", 2, 10_000_000, "Maximum number of training images.");
        Option<int?> imageSize = NumberOption.ImageSize();
        var precision = new Option<ResNetPrecision?>("--precision")
        {
            Description = "Float32 or BFloat16. Default: Float32; with --quick BFloat16 if the CPU supports it",
        };
        Option<int?> seed = NumberOption.Seed(), threads = NumberOption.Threads();
        var output = new Option<string>("--output")
        {
            Description = "Folder for degradation.png, layer-responses.png, report.html, results.json and the networks. "
                + "Networks that are finished there are kept; an interrupted one resumes.",
            DefaultValueFactory = _ => Path.Combine("artifacts", "degradation"),
        };
        depths.Check(ParseDepths);
        precision.Validators.Add(TrainingPrecision);

        var root = new RootCommand(
            "Trains plain and residual networks of several depths with the same recipe, and plots their errors as in He "
            + "et al. (2015).")
        {
            data, quick, depths, iterations, images, imageSize, precision, seed, threads, output,
        };
        root.SetAction((parsed, token) => Task.Run(() => new DegradationCommand(new Request
        {
            Data = parsed.GetValue(data),
            Quick = parsed.GetValue(quick),
            Depths = parsed.GetValue(depths) is { } list ? ParseDepths(list) : null,
            Iterations = parsed.GetValue(iterations),
            Images = parsed.GetValue(images),
            ImageSize = parsed.GetValue(imageSize),
            Precision = parsed.GetValue(precision),
            Seed = parsed.GetValue(seed) ?? 1,
            Threads = parsed.GetValue(threads) ?? 0,
            Output = Path.GetFullPath(parsed.GetValue(output)!),
        }, token).Run(), token));
        return root;
    }

    private static int[] ParseDepths(string list)
    {
        IEnumerable<int> numbers = list.Split(',').Select(depth => int.Parse(depth, CultureInfo.InvariantCulture));
        int[] depths = [.. numbers.Distinct().Order()];
        foreach (int depth in depths)
            _ = ResNetArchitecture.Cifar(depth);
        return depths;
    }

    private static void TrainingPrecision(OptionResult result)
    {
        if (result.Tokens.Count == 1 && Enum.TryParse(result.Tokens[0].Value, ignoreCase: true, out ResNetPrecision precision)
            && precision is not (ResNetPrecision.Float32 or ResNetPrecision.BFloat16))
            result.AddError($"--precision is {precision}; networks are trained in Float32 or BFloat16.");
    }
}
