using System.CommandLine;
using Microsoft.ML.ResNet.CommandLine;
using LibraryOptions = Microsoft.ML.ResNet.ResNetClassifierEstimator.Options;

namespace Microsoft.ML.ResNet.Tool.Options;

/// <summary>
/// Options of the command line that are the library's: name, meaning, and what they set. What is not given keeps the
/// preset's value or the library's default.
/// </summary>
internal sealed class TrainingOptions
{
    private readonly List<(Option Option, Action<ParseResult, LibraryOptions> Set)> _bindings = [];

    private readonly Option<string?> _preset = OptionValues.Parsed(
        "--preset", "NAME",
        $"A recipe that sets architecture, epochs and more: {string.Join(", ", ResNetRecipe.Names)}. "
        + "Other options override it.", ResNetRecipe.Parse);

    public TrainingOptions()
    {
        AddText("--architecture", "NAME",
            "ResNet20 (the default), ResNet56, ResNet18, ResNet50 and so on: 'resnet info' lists them.",
            ResNetArchitecture.Parse, (o, value) => o.Architecture = value);
        AddNumber("--epochs", 1, 100_000, "Passes over the training images. Default: 30", (o, v) => o.Epochs = v);
        AddNumber("--batch-size", 1, 65_536,
            "Images per step of gradient descent. Default: what suits the number of images", (o, v) => o.BatchSize = v);
        AddNumber("--accumulation-steps", 1, 1024, "Mini-batches whose gradients make one step.",
            (o, v) => o.AccumulationSteps = v);
        AddNumber("--image-size", 16, 8192,
            "Width and height in pixels that the network sees. Default: 32, or 224 for large networks",
            (o, v) => o.ImageHeight = o.ImageWidth = v);
        AddFlag("--gray", "Train on luminance instead of colour.", o => o.ImageChannels = 1);
        Add<float>("--learning-rate", "Highest learning rate of the schedule.", (o, v) => o.LearningRate = v);
        Add<ResNetLearningRateSchedule>("--schedule", "How the learning rate changes. Default: OneCycle",
            (o, v) => o.Schedule = v);
        Add<float>("--weight-decay", "The L2 penalty. Default: 5e-4", (o, v) => o.WeightDecay = v);
        Add<float>("--label-smoothing", "Part of the target that is spread over all classes, 0 to below 1.",
            (o, v) => o.LabelSmoothing = v);
        Add<float>("--mixup", "Alpha of mixup, 0 for none.", (o, v) => o.MixupAlpha = v);
        Add<float>("--cutmix", "Alpha of cutmix, 0 for none.", (o, v) => o.CutMixAlpha = v);
        Add<float>("--stochastic-depth", "Probability to leave out the last block, 0 to below 1.",
            (o, v) => o.StochasticDepth = v);
        Add<float>("--moving-average", "Decay of the average of weights that becomes the model, 0 for none.",
            (o, v) => o.MovingAverageDecay = v);
        Add<float>("--gradient-norm", "Longer gradients are shortened to this, 0 for none.",
            (o, v) => o.MaximumGradientNorm = v);
        AddFlag("--no-flip", "Do not mirror training images at random.", o => o.HorizontalFlip = false);
        AddText("--class-weights", "WEIGHTS",
            "'balanced' for classes of different sizes, or CLASS=WEIGHT,CLASS=WEIGHT. Default: none",
            OptionValues.ParseClassWeights, (o, value) => o.ClassWeights = value);
        AddNumber("--early-stopping", 1, 100_000,
            "Stop after so many epochs without improvement, and keep the best epoch's model.",
            (o, v) => (o.EarlyStopping ??= new()).Patience = v);
        Add<ResNetEarlyStoppingMetric>("--early-stopping-metric", "What has to improve. Default: ValidationLoss",
            (o, v) => (o.EarlyStopping ??= new()).Metric = v);
        Add<float>("--unknown-threshold", "Least probability to predict a class: below it, an image is of none.",
            (o, v) => o.UnknownThreshold = v);
        Add<float>("--label-threshold", "With several labels: least probability of a label. Default: 0.5",
            (o, v) => o.LabelThreshold = v);
        Add<ResNetTestTimeAugmentation>("--test-time-augmentation", "Views of an image that the model scores. Default: None",
            (o, v) => o.TestTimeAugmentation = v);
        Add<ResNetPrecision>("--precision",
            "What to compute with; Int8 is trained in Float32, then quantised on training images. Default: Float32",
            (o, v) => o.Precision = v == ResNetPrecision.Int8 ? ResNetPrecision.Float32 : v);
        AddNumber("--frozen-stages", 0, 100,
            "With --from or --pretrained: stages that stay as they are, from the image on.",
            (o, v) => o.FrozenStages = v);
        Add<float>("--head-learning-rate-factor", "The last layer's learning rate as a multiple of the schedule's.",
            (o, v) => o.HeadLearningRateFactor = v);
        Add<float>("--stage-learning-rate-decay", "A stage's learning rate as a part of that of the stage after it.",
            (o, v) => o.StageLearningRateDecay = v);
        AddText("--pretrained", "WEIGHTS",
            "Start from these weights: installed ones, as ImageNet.ResNet18, or a file (safetensors, PyTorch, ONNX). "
            + "The network is theirs. 'none' for none", OptionValues.ParseWeights, (o, value) => o.Pretrained = value);
        Add<ResNetTransferLearning>("--transfer-learning",
            "How learned weights are used. Default: Auto, fine-tuning from a solved head unless options of the schedule are given",
            (o, v) => o.TransferLearning = v);
        AddText("--checkpoint", "FILE",
            "Save training to this file as it goes on. After any interruption the same command goes on from there, "
            + "with the same result.", Path.GetFullPath, (o, value) => o.CheckpointPath = value);
        Add<double>("--checkpoint-minutes", "How often that is within an epoch. Default: 10",
            (o, v) => o.CheckpointEveryMinutes = v);
        AddFlag("--skip-bad-images", "Leave unreadable images out, and count them, instead of stopping.",
            o => o.BadImages = ResNetBadImagePolicy.Skip);
        AddNumber("--memory", 0, 1 << 24, "Megabytes for decoded images; what is more lies in a file. Default: 2048",
            (o, v) => o.PixelStoreMemoryMB = v);
        AddNumber(NumberOption.Threads(), (o, v) => o.NumberOfThreads = v);
    }

    public IEnumerable<Option> All => [_preset, .. _bindings.Select(binding => binding.Option)];

    /// <summary>Sets what was given, over the preset.</summary>
    public void Apply(ParseResult parsed, LibraryOptions options)
    {
        if (parsed.GetValue(_preset) is { } preset)
            options.Apply(ResNetRecipe.Parse(preset));
        foreach ((Option option, Action<ParseResult, LibraryOptions> set) in _bindings)
        {
            if (parsed.GetResult(option) is { Implicit: false })
                set(parsed, options);
        }
        // A preset's network gives way to that of the weights.
        if (options.Pretrained?.Path is not null && Find<string?>(parsed, "--architecture") is null)
            options.Architecture = null;
    }

    public ResNetPrecision? PrecisionOf(ParseResult parsed) => Find<ResNetPrecision?>(parsed, "--precision");

    private T? Find<T>(ParseResult parsed, string name) =>
        parsed.GetValue((Option<T>)_bindings.Find(binding => binding.Option.Name == name).Option);

    private void Add<T>(string name, string description, Action<LibraryOptions, T> set)
        where T : struct
    {
        var option = new Option<T?>(name)
        {
            Description = typeof(T).IsEnum
                ? $"{description}, of {string.Join(", ", Enum.GetNames(typeof(T)))}" : description,
            HelpName = typeof(T).IsEnum ? "NAME" : "NUMBER",
        };
        _bindings.Add((option, (parsed, options) => set(options, parsed.GetValue(option)!.Value)));
    }

    private void AddNumber(string name, int least, int most, string description, Action<LibraryOptions, int> set) =>
        AddNumber(NumberOption.Create(name, least, most, description), set);

    private void AddNumber(Option<int?> option, Action<LibraryOptions, int> set) =>
        _bindings.Add((option, (parsed, options) => set(options, parsed.GetValue(option)!.Value)));

    private void AddFlag(string name, string description, Action<LibraryOptions> set)
    {
        var option = new Option<bool>(name) { Description = description };
        _bindings.Add((option, (_, options) => set(options)));
    }

    private void AddText<T>(
        string name, string help, string description, Func<string, T> parse, Action<LibraryOptions, T> set)
    {
        Option<string?> option = OptionValues.Parsed(name, help, description, parse);
        _bindings.Add((option, (parsed, options) => set(options, parse(parsed.GetValue(option)!))));
    }
}
