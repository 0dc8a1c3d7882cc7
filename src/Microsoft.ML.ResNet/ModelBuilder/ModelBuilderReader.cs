namespace Microsoft.ML.ResNet.ModelBuilder;

/// <summary>Reads <c>.mbconfig</c> files of versions 0 to 5.</summary>
/// <remarks>
/// <para>Version 0: <c>TrainingConfigurationVersion</c>, <c>Scenario.ScenarioType</c>,
/// <c>DataSource.DataSourceType</c>,
/// <c>Environment.EnvironmentType</c>. From 1 on: <c>Version</c>, <c>Scenario</c> is a string, <c>Type</c>
/// everywhere.</para>
/// <para>Up to version 2 <c>TrainingTime</c> stands at the top; from 3 on in <c>TrainingOption</c>, with <c>Seed</c>
/// and
/// <c>OptimizeMetric</c>; from 4 on there with <c>ValidationOption</c>.</para>
/// <para>The properties are read wherever they are found, whatever the version.</para>
/// </remarks>
internal static class ModelBuilderReader
{
    public const int NewestVersion = 5;

    private const string Scenario = "ImageClassification";

    // Model Builder has no time limit for images: it writes int.MaxValue, or int.MaxValue milliseconds in seconds.
    private const int Unlimited = 2_147_482;

    public static ResNetModelBuilderConfiguration Read(string file)
    {
        string full = Path.GetFullPath(file);
        if (!File.Exists(full))
            throw new FileNotFoundException($"The Model Builder configuration '{full}' does not exist.", full);
        JsonSection root = JsonSection.Load(full);
        if (root.Text("Type") is { } type && type != "TrainingConfig")
            throw root.Wrong("Type", $"is '{type}' and must be 'TrainingConfig'");
        int version = Version(root);
        CheckScenario(root);

        JsonSection? option = root.Section("TrainingOption");
        var remarks = new List<string>();
        JsonSection source = root.Section("DataSource")
            ?? throw root.Wrong("DataSource", "is missing; it names the folder of images");
        JsonSection? environment = root.Section("Environment");
        JsonSection? validation = option?.Section("ValidationOption");
        var configuration = new ResNetModelBuilderConfiguration
        {
            Path = full,
            Version = version,
            ImageFolder = Folder(source),
            Environment = Environment(environment, remarks),
            TrainingTime = TrainingTime(root, option),
            Seed = option?.Integer("Seed"),
            Metric = Metric(option, remarks),
            Validation = Validation(validation),
            Trials = [.. Trials(root.Section("RunHistory"))],
        };
        if (option?.Boolean("Subsampling") == true)
            remarks.Add($"{option.At("Subsampling")} is ignored: all images are used.");
        foreach (JsonSection section in new[] { root, source, environment, option, validation }.OfType<JsonSection>())
        {
            // Each section's own Type and Version have no effect.
            _ = section.Has("Type") | section.Has("Version") | section.Has("LabelColumn");
            remarks.AddRange(section.Unread.Select(path => $"{path} is unknown and ignored."));
        }
        configuration.Remarks = remarks;
        return configuration;
    }

    private static int Version(JsonSection root)
    {
        string name = root.Has("Version") ? "Version" : "TrainingConfigurationVersion";
        int version = root.Integer(name)
            ?? throw root.Wrong("Version", "is missing from the Model Builder configuration");
        return version is >= 0 and <= NewestVersion
            ? version
            : throw root.Wrong(name, $"is {version}; supported are versions 0 to {NewestVersion}");
    }

    private static void CheckScenario(JsonSection root)
    {
        bool nested = root.Has("TrainingConfigurationVersion");
        string? scenario = nested ? root.Section("Scenario")?.Text("ScenarioType") : root.Text("Scenario");
        if (scenario != Scenario)
        {
            string name = nested ? "Scenario.ScenarioType" : "Scenario";
            throw root.Wrong(name, scenario is null
                ? $"is missing; only '{Scenario}' is supported"
                : $"is '{scenario}'; only '{Scenario}' is supported");
        }
    }

    private static string Folder(JsonSection source)
    {
        string name = source.Has("Type") ? "Type" : "DataSourceType";
        string? type = source.Text(name);
        if (type != "Folder")
            throw source.Wrong(name, $"is '{type}'; only 'Folder', with a subfolder for each class, is supported");
        // Previews of Model Builder wrote LocalFolderPath.
        return source.Text("FolderPath") ?? source.Text("LocalFolderPath")
            ?? throw source.Wrong("FolderPath", "is missing; it names the folder of images");
    }

    private static string Environment(JsonSection? environment, List<string> remarks)
    {
        const string Cpu = "LocalCPU";
        string? name = environment is null || environment.Has("Type") ? "Type" : "EnvironmentType";
        string type = environment?.Text(name) ?? Cpu;
        if (type != Cpu)
            remarks.Add($"{environment!.At(name)} '{type}' is ignored: training runs on this machine's CPU.");
        return type;
    }

    private static TimeSpan? TrainingTime(JsonSection root, JsonSection? option)
    {
        JsonSection place = option?.Has("TrainingTime") == true ? option : root;
        return place.Integer("TrainingTime") switch
        {
            null or >= Unlimited => null,
            <= 0 and var seconds => throw place.Wrong("TrainingTime", $"is {seconds} and must be 1 second or more"),
            var seconds => TimeSpan.FromSeconds(seconds.Value),
        };
    }

    private static ResNetModelBuilderMetric Metric(JsonSection? option, List<string> remarks)
    {
        if (option?.Text("OptimizeMetric") is not { } name)
            return ResNetModelBuilderMetric.MicroAccuracy;
        if (Enum.TryParse(name, out ResNetModelBuilderMetric metric) && Enum.IsDefined(metric))
            return metric;
        remarks.Add($"{option.At("OptimizeMetric")} '{name}' is not supported: MicroAccuracy is used.");
        return ResNetModelBuilderMetric.MicroAccuracy;
    }

    private static ResNetModelBuilderValidation Validation(JsonSection? validation)
    {
        switch (validation?.Text("Type"))
        {
            case null:
                return ResNetModelBuilderValidation.Split();
            case "TrainValidateSplitValidationOption":
                double? ratio = validation.Number("SplitRatio");
                return ratio is null or (> 0 and < 1)
                    ? ResNetModelBuilderValidation.Split(ratio ?? ResNetModelBuilderValidation.DefaultFraction)
                    : throw validation.Wrong("SplitRatio", FormattableString.Invariant(
                        $"is {ratio} and must be between 0 and 1"));
            case "CrossValidationValidationOption":
                int? folds = validation.Integer("NumberOfFolds");
                return folds is null or (>= 2 and <= ResNetModelBuilderValidation.MostFolds)
                    ? ResNetModelBuilderValidation.CrossValidation(folds ?? ResNetModelBuilderValidation.DefaultFolds)
                    : throw validation.Wrong(
                        "NumberOfFolds", $"is {folds} and must be 2 to {ResNetModelBuilderValidation.MostFolds}");
            case "FileValidationOption":
                return ResNetModelBuilderValidation.Folder(validation.Text("FilePath")
                    ?? throw validation.Wrong("FilePath", "is missing; it names the folder of validation images"));
            case var type:
                throw validation!.Wrong(
                    "Type", $"is '{type}' and must be TrainValidateSplitValidationOption, "
                    + "CrossValidationValidationOption or FileValidationOption");
        }
    }

    private static IEnumerable<ResNetModelBuilderTrial> Trials(JsonSection? history) =>
        history?.Sections("Trials").Select(trial => new ResNetModelBuilderTrial
        {
            TrainerName = trial.Text("TrainerName") ?? "",
            Score = trial.Number("Score") ?? double.NaN,
            Runtime = TimeSpan.FromSeconds(Math.Clamp(trial.Number("RuntimeInSeconds") ?? 0, 0, int.MaxValue)),
        }) ?? [];
}
