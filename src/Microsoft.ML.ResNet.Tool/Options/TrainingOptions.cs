using System.CommandLine;
using Microsoft.ML.ResNet.CommandLine;
using LibraryOptions = Microsoft.ML.ResNet.ResNetClassifierEstimator.Options;

namespace Microsoft.ML.ResNet.Tool.Options;

/// <summary>
/// The library's options on the command line: those with a description, and some that are set in another form. Options you
/// leave out keep the preset's value or the library's default.
/// </summary>
internal sealed class TrainingOptions
{
    private const string Precision = nameof(LibraryOptions.Precision);

    /// <summary>Shorter names, by property.</summary>
    private static readonly Dictionary<string, string> s_names = new()
    {
        [nameof(LibraryOptions.CheckpointPath)] = "--checkpoint",
        [nameof(LibraryOptions.CheckpointEveryMinutes)] = "--checkpoint-minutes",
        [nameof(LibraryOptions.PixelStoreMemoryMB)] = "--memory",
        [nameof(LibraryOptions.NumberOfThreads)] = "--threads",
        ["Augmentation.MixupAlpha"] = "--mixup",
        ["Augmentation.CutMixAlpha"] = "--cutmix",
        ["Augmentation.HorizontalFlip"] = "--no-flip",
        ["Optimizer.MovingAverageDecay"] = "--moving-average",
        ["Optimizer.MaximumGradientNorm"] = "--gradient-norm",
        ["EarlyStopping.Patience"] = "--early-stopping",
    };

    private readonly LibraryOption[] _library =
        [.. LibraryOption.All(s_names).Where(option => option.Path != Precision)];

    private readonly Option<string?> _preset = OptionValues.Parsed(
        "--preset", "NAME",
        $"A recipe that sets architecture, epochs and more: {string.Join(", ", ResNetRecipe.Names)}. "
        + "Other options override it.", ResNetRecipe.Parse);

    private readonly Option<int?> _imageSize = NumberOption.Create(
        "--image-size", 16, 8192, "Width and height of the network's input in pixels. Default: 32, or 224 for large networks");

    private readonly Option<bool> _gray = new("--gray") { Description = "Train on luminance instead of color." };

    private readonly Option<ResNetPrecision?> _precision = new("--precision")
    {
        Description = "Number format of training and scoring: Float32, BFloat16, or Int8, which trains in Float32 and "
            + "quantizes the model with training images. Default: Float32",
        HelpName = "NAME",
    };

    private readonly Option<bool> _skip = new("--skip-bad-images")
    {
        Description = "Leave out unreadable images, and count them, instead of stopping.",
    };

    public IEnumerable<Option> All =>
        [_preset, .. _library.Select(option => option.Option), _imageSize, _gray, _precision, _skip];

    /// <summary>Sets the options that were given, over the preset.</summary>
    public void Apply(ParseResult parsed, LibraryOptions options)
    {
        if (parsed.GetValue(_preset) is { } preset)
            options.Apply(ResNetRecipe.Parse(preset));
        foreach (LibraryOption option in _library)
            option.Apply(parsed, options);
        if (parsed.GetValue(_imageSize) is { } size)
            options.ImageHeight = options.ImageWidth = size;
        if (parsed.GetValue(_gray))
            options.ImageChannels = 1;
        if (parsed.GetValue(_precision) is { } precision)
            options.Precision = precision == ResNetPrecision.Int8 ? ResNetPrecision.Float32 : precision;
        if (parsed.GetValue(_skip))
            options.BadImages = ResNetBadImagePolicy.Skip;
        // Pretrained weights override a preset's network.
        LibraryOption architecture = _library.Single(option => option.Path == nameof(LibraryOptions.Architecture));
        if (options.Pretrained?.Path is not null && !architecture.IsGiven(parsed))
            options.Architecture = null;
    }

    public ResNetPrecision? PrecisionOf(ParseResult parsed) => parsed.GetValue(_precision);
}
