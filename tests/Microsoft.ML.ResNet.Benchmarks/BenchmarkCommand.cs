using System.CommandLine;
using System.Diagnostics;
using Microsoft.ML.ResNet.Benchmarks.Accuracy;
using Microsoft.ML.ResNet.Benchmarks.Contenders;
using Microsoft.ML.ResNet.Benchmarks.Machine;
using Microsoft.ML.ResNet.Benchmarks.Report;
using Microsoft.ML.ResNet.Benchmarks.Suite;

namespace Microsoft.ML.ResNet.Benchmarks;

/// <summary>The command line.</summary>
internal static class BenchmarkCommand
{
    public static RootCommand Create()
    {
        Option<bool> quick = new("--quick") { Description = "Fewer and shorter turns: at most 5 minutes." };
        Option<string[]> only = new("--only")
        {
            Description = "Works whose names contain this; may be given several times. All: "
                + string.Join(", ", BenchmarkSuite.List.Select(work => work.Name)) + ".",
            HelpName = "NAME",
        };
        Option<FileInfo?> json = new("--json")
        {
            Description = "Writes the measurements as an array of objects.",
            HelpName = "FILE",
        };
        Option<DirectoryInfo> results = new("--results")
        {
            Description = "The tables go as Markdown to this folder's subfolder of the CPU, unless --only selects.",
            HelpName = "FOLDER",
            DefaultValueFactory = _ => new DirectoryInfo("results"),
        };
        Option<int> threads = new("--threads")
        {
            Description = "Threads of every contender.",
            HelpName = "N",
            DefaultValueFactory = _ => Environment.ProcessorCount,
        };
        Option<FileInfo?> data = new("--data")
        {
            Description = "Images for the work accuracy, which runs only if --only names it: a zip with "
                + "train/CLASS/FILE and test/CLASS/FILE.",
            HelpName = "ZIP",
        };
        Option<int> epochs = Count("--epochs", "Epochs of every training of the work accuracy.", 10);
        Option<int> seeds = Count("--seeds", "Trainings of every arithmetic in the work accuracy.", 3);
        Option<int?> images = new("--images")
        {
            Description = "The most training images of the work accuracy, equally from all classes; all if not given.",
            HelpName = "N",
        };
        RootCommand root = new(
            "Microsoft.ML.ResNet and its peers on this machine, in turn: medians, ratios, and the machine's limits.")
        {
            quick, only, json, results, threads, data, epochs, seeds, images,
        };
        root.SetAction(result =>
        {
            string[] names = result.GetValue(only) ?? [];
            SamplingPlan pace = result.GetValue(quick) ? SamplingPlan.Quick : SamplingPlan.Full;
            string folder = result.GetRequiredValue(results).FullName;
            AccuracyRequest? accuracy = result.GetValue(data) is { } zip
                ? new(zip, result.GetValue(epochs), result.GetValue(seeds), result.GetValue(images), folder)
                : null;
            BenchmarkReport report;
            using (BenchmarkSession session = new(result.GetRequiredValue(threads), pace, accuracy))
                report = Run(Select(names, pace), session);
            if (result.GetValue(json) is { } file)
                JsonFile.Write(file.FullName, report.Measurements);
            if (names.Length == 0)
                WriteMarkdown(folder, pace, report);
        });
        return root;
    }

    private static Option<int> Count(string name, string description, int value) => new(name)
    {
        Description = description,
        HelpName = "N",
        DefaultValueFactory = _ => value,
    };

    private static IReadOnlyList<IBenchmark> Select(string[] names, SamplingPlan pace)
    {
        IBenchmark[] works = names.Length == 0
            ? [.. BenchmarkSuite.List.Where(work => !work.IsOnlyByName && (work.IsInQuick || !pace.IsQuick))]
            : [.. BenchmarkSuite.List.Where(work => names.Any(name =>
                work.Name.Contains(name, StringComparison.OrdinalIgnoreCase)))];
        return works.Length > 0
            ? works
            : throw new ArgumentException($"No work's name contains {string.Join(" or ", names)}: see --help.");
    }

    private static BenchmarkReport Run(IReadOnlyList<IBenchmark> works, BenchmarkSession session)
    {
        Console.WriteLine(Cpu.Name);
        session.Report.Add(MachineLimits.Table([session.Limits]));
        foreach (IBenchmark work in works)
        {
            long workStart = Stopwatch.GetTimestamp();
            work.Run(session);
            Console.Error.WriteLine($"{work.Name}: {Stopwatch.GetElapsedTime(workStart).TotalSeconds:F1} s");
        }
        session.Report.Add(session.Deviations);
        session.Report.ShowGoals();
        return session.Report;
    }

    private static void WriteMarkdown(string folder, SamplingPlan pace, BenchmarkReport report)
    {
        string path = Path.Combine(folder, Cpu.Slug, pace.IsQuick ? "quick.md" : "benchmark.md");
        string options = pace.IsQuick ? " --quick" : "";
        MarkdownFile.Write(path, Cpu.Name, $"""
            Written by `build/benchmark.sh{options}`: {pace.Rounds} rounds, in each of which every contender, a process
            of its own, has a turn of {Cell.Number(pace.Seconds)} s, of {Cell.Number(pace.ForShortSteps.Seconds)} s where steps
            are short. Speeds are medians; a ratio over 1 means that we are ahead, and is the median of the rounds'
            ratios. Operations are counted as a direct convolution does them. Memory is the process's peak.
            """, report.Tables);
    }
}
