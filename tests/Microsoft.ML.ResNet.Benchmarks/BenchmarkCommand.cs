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
    /// <summary>Exit code if something could not be measured or a check failed.</summary>
    private const int IncompleteExitCode = 2;

    public static RootCommand Create()
    {
        Option<bool> quick = new("--quick") { Description = "Measure less, and for a shorter time: at most 5 minutes." };
        Option<string[]> only = new("--only")
        {
            Description = $"Run the benchmarks whose names contain NAME; can be repeated. All benchmarks: {Names}.",
            HelpName = "NAME",
        };
        Option<FileInfo?> json = new("--json")
        {
            Description = "Write the measurements to a JSON file, as an array of objects.",
            HelpName = "FILE",
        };
        Option<DirectoryInfo> results = new("--results")
        {
            Description = "Write the tables as Markdown to a subfolder for this CPU, unless --only is used.",
            HelpName = "FOLDER",
            DefaultValueFactory = _ => new DirectoryInfo("results"),
        };
        Option<int> threads = new("--threads")
        {
            Description = "Number of threads of every contender.",
            HelpName = "N",
            DefaultValueFactory = _ => Environment.ProcessorCount,
        };
        Option<FileInfo?> data = new("--data")
        {
            Description = "Images for the accuracy benchmark: a zip with train/CLASS/FILE and test/CLASS/FILE.",
            HelpName = "ZIP",
        };
        Option<int> epochs = Count("--epochs", "Epochs per training in the accuracy benchmark.", 10);
        Option<int> seeds = Count("--seeds", "Trainings per arithmetic in the accuracy benchmark.", 3);
        Option<int?> images = new("--images")
        {
            Description = "Maximum number of training images in the accuracy benchmark, the same for all classes. "
                + "Default: all.",
            HelpName = "N",
        };
        RootCommand root = new(
            "Measures Microsoft.ML.ResNet and its peers in turn on this machine, and prints medians, ratios and the "
            + $"machine's limits. Exit code {IncompleteExitCode}: some results are missing, or a check failed; the report "
            + "lists them.")
        {
            quick, only, json, results, threads, data, epochs, seeds, images,
        };
        only.Validators.Add(result =>
        {
            foreach (string name in result.GetValueOrDefault<string[]>().Where(name => Named(name).Length == 0))
                result.AddError($"No benchmark's name contains '{name}'. The benchmarks are {Names}.");
        });
        root.Validators.Add(result =>
        {
            if (result.GetValue(data) is null && (result.GetValue(only) ?? []).SelectMany(Named).Any(
                benchmark => benchmark is AccuracyBenchmark))
            {
                result.AddError("The accuracy benchmark needs --data, a zip of images to train on.");
            }
        });
        root.SetAction(result =>
        {
            string[] names = result.GetValue(only) ?? [];
            SamplingPlan plan = result.GetValue(quick) ? SamplingPlan.Quick : SamplingPlan.Full;
            string folder = result.GetRequiredValue(results).FullName;
            AccuracyRequest? accuracy = result.GetValue(data) is { } zip
                ? new(zip, result.GetValue(epochs), result.GetValue(seeds), result.GetValue(images), folder)
                : null;
            BenchmarkReport report;
            using (BenchmarkSession session = new(result.GetRequiredValue(threads), plan, accuracy))
                report = Run(Select(names, plan), session);
            if (result.GetValue(json) is { } file)
                JsonFile.Write(file.FullName, report.Measurements);
            if (names.Length == 0)
                WriteMarkdown(folder, plan, report);
            return report.HasFailures ? IncompleteExitCode : 0;
        });
        return root;
    }

    private static string Names => string.Join(", ", BenchmarkSuite.All.Select(benchmark => benchmark.Name));

    private static Option<int> Count(string name, string description, int value) => new(name)
    {
        Description = description,
        HelpName = "N",
        DefaultValueFactory = _ => value,
    };

    private static IBenchmark[] Named(string name) =>
        [.. BenchmarkSuite.All.Where(benchmark => benchmark.Name.Contains(name, StringComparison.OrdinalIgnoreCase))];

    private static IEnumerable<IBenchmark> Select(string[] names, SamplingPlan plan) => names.Length == 0
        ? BenchmarkSuite.All.Where(benchmark => !benchmark.IsOnlyByName && (benchmark.IsInQuick || !plan.IsQuick))
        : BenchmarkSuite.All.Intersect(names.SelectMany(Named));

    private static BenchmarkReport Run(IEnumerable<IBenchmark> benchmarks, BenchmarkSession session)
    {
        Console.WriteLine(Cpu.Name);
        session.Report.Add(MachineLimits.Table([session.Limits]));
        foreach (IBenchmark benchmark in benchmarks)
        {
            long start = Stopwatch.GetTimestamp();
            try
            {
                benchmark.Run(session);
            }
            catch (Exception exception) // the other benchmarks run nonetheless
            {
                session.Report.AddFailure(benchmark.Name, "benchmark", exception.Message);
            }
            Console.Error.WriteLine($"{benchmark.Name}: {Stopwatch.GetElapsedTime(start).TotalSeconds:F1} s");
        }
        session.Report.Add(session.Deviations);
        session.Report.PrintSummary();
        return session.Report;
    }

    private static void WriteMarkdown(string folder, SamplingPlan plan, BenchmarkReport report)
    {
        string path = Path.Combine(folder, Cpu.Slug, plan.IsQuick ? "quick.md" : "benchmark.md");
        string options = plan.IsQuick ? " --quick" : "";
        MarkdownFile.Write(path, Cpu.Name, $"""
            Written by `build/benchmark.sh{options}`: {plan.Rounds} rounds. In each round every contender, in its own
            process, is measured for {Cell.Number(plan.Seconds)} s, or {Cell.Number(plan.ForShortSteps.Seconds)} s if its
            steps are short. Speeds are medians. A ratio above 1 means that we are faster; it is the median of the rounds'
            ratios. Operations are counted as for direct convolutions. Memory is the process's peak.
            """, report.Tables);
    }
}
