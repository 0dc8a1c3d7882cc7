using System.Diagnostics.CodeAnalysis;

namespace Microsoft.ML.ResNet.Architectures;

/// <summary>Checks architectures; every use of a user-defined one starts here.</summary>
internal static class ArchitectureValidation
{
    public const int MinimumImageSize = 16, MaximumImageSize = 8192;

    /// <summary>Maximum number of classes.</summary>
    public const int MaximumClasses = 1_000_000;

    /// <summary>The valid numbers of classes, for messages.</summary>
    public static readonly string ClassRange = FormattableString.Invariant($"2 to {MaximumClasses:N0}");

    public static void Validate(this ResNetArchitecture architecture)
    {
        ArgumentNullException.ThrowIfNull(architecture);
        Require(!string.IsNullOrWhiteSpace(architecture.Name), "Name is empty.");
        Require(Enum.IsDefined(architecture.Block), $"Block is {architecture.Block}, which is not a ResNetBlock.");
        Require(
            Enum.IsDefined(architecture.Shortcut), $"Shortcut is {architecture.Shortcut}, which is not a ResNetShortcut.");
        Require(Enum.IsDefined(architecture.Stride), $"Stride is {architecture.Stride}, which is not a ResNetBottleneckStride.");
        Require(architecture.InnerWidthFactor is >= 1 and <= 64,
            $"InnerWidthFactor is {architecture.InnerWidthFactor}; it must be 1 to 64.");
        Require(architecture.Groups is >= 1 and <= 65536, $"Groups is {architecture.Groups}; it must be 1 to 65536.");
        Require(
            architecture is { Block: ResNetBlock.Bottleneck } or { InnerWidthFactor: 1, Groups: 1 },
            "InnerWidthFactor and Groups apply to bottleneck blocks only; both must be 1 for basic blocks.");
        Require(architecture.SqueezeReduction is >= 0 and <= 65536,
            $"SqueezeReduction is {architecture.SqueezeReduction}; it must be 1 to 65536, or 0 for none.");
        ValidateStem(architecture.Stem);
        Require(
            !architecture.Stem.IsActivated || architecture.PreActivation,
            "Stem.IsActivated is for networks with PreActivation; the stems of others are always activated.");
        ValidateStages(architecture);
    }

    /// <summary>Whether a height or width is in range.</summary>
    public static bool IsImageSize(long size) => size is >= MinimumImageSize and <= MaximumImageSize;

    /// <summary>Whether a number of classes is in range.</summary>
    public static bool IsClassCount(long classes) => classes is >= 2 and <= MaximumClasses;

    /// <summary>Throws if no network can have this input and number of classes.</summary>
    public static void ValidateInput(int height, int width, int channels, int classes)
    {
        if (!IsImageSize(height) || !IsImageSize(width))
        {
            throw new ArgumentException(
                $"Images are {height} by {width} pixels; both must be {MinimumImageSize} to "
                + $"{MaximumImageSize}.");
        }
        if (channels is not (1 or 3))
            throw new ArgumentException($"Images have {channels} channels; there must be 1 (gray) or 3 (colour).");
        if (!IsClassCount(classes))
            throw new ArgumentException($"There are {classes} classes; there must be {ClassRange}.");
    }

    private static void ValidateStem(ResNetStem stem)
    {
        Require(stem is not null, "Stem is null.");
        Require(stem.Kernel is >= 1 and <= 15 && stem.Kernel % 2 == 1,
            $"Stem.Kernel is {stem.Kernel}; it must be odd, 1 to 15.");
        Require(stem.Depth is >= 1 and <= 8, $"Stem.Depth is {stem.Depth}; it must be 1 to 8.");
        Require(stem.Depth == 1 || stem.Width % 2 == 0,
            $"Stem.Width is {stem.Width}; it must be even if Depth is above 1.");
        Require(stem.Stride is >= 1 and <= 8, $"Stem.Stride is {stem.Stride}; it must be 1 to 8.");
        Require(stem.Width is >= 1 and <= 65536, $"Stem.Width is {stem.Width}; it must be 1 to 65536.");
    }

    private static void ValidateStages(ResNetArchitecture architecture)
    {
        IReadOnlyList<int> depths = architecture.StageDepths, widths = architecture.StageWidths;
        Require(depths.Count is >= 1 and <= 8, $"StageDepths has {depths.Count} entries; there must be 1 to 8 stages.");
        Require(depths.Count == widths.Count,
            $"StageDepths has {depths.Count} entries and StageWidths {widths.Count}; every stage needs both.");
        int input = architecture.Stem.Width;
        for (int i = 0; i < depths.Count; i++)
        {
            Require(depths[i] is >= 1 and <= 1024, $"StageDepths[{i}] is {depths[i]}; it must be 1 to 1024.");
            Require(widths[i] is >= 1 and <= 65536, $"StageWidths[{i}] is {widths[i]}; it must be 1 to 65536.");
            int inner = widths[i] * architecture.InnerWidthFactor;
            Require(inner % architecture.Groups == 0,
                $"the inner width of stage {i} is {inner}; it must be a multiple of Groups, {architecture.Groups}.");
            int output = widths[i] * architecture.Block.Expansion();
            Require(architecture.Shortcut != ResNetShortcut.ZeroPadding || output >= input,
                $"stage {i} narrows from {input} to {output} channels, which zero-padding shortcuts cannot do; "
                + "use ResNetShortcut.Projection.");
            input = output;
        }
    }

    public static int Expansion(this ResNetBlock block) => block == ResNetBlock.Bottleneck ? 4 : 1;

    private static void Require([DoesNotReturnIf(false)] bool condition, string complaint)
    {
        if (!condition)
            throw new ArgumentException("Invalid ResNetArchitecture: " + complaint);
    }
}
