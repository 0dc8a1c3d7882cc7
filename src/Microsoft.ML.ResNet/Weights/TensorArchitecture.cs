using Microsoft.ML.ResNet.Architectures;

namespace Microsoft.ML.ResNet.Weights;

/// <summary>
/// Finds the architecture of tensors by their names and shapes, for any stage depths. Names and shapes do not show
/// everything; the rest is assumed to be as in torchvision and timm: strides (2 in the stem of 7x7 or of several convolutions, and in the
/// 3x3 convolution of bottlenecks) and the pooling behind such a stem.
/// </summary>
internal static class TensorArchitecture
{
    private const int MostStages = 8, MostBlocks = 1000, DeepestStem = 8;

    /// <summary>Channels of the images; null if there is no first convolution.</summary>
    public static int? Channels(IReadOnlyDictionary<string, long[]> shapes) =>
        new[] { "conv1", "conv1.0", "stem.conv", "stem.conv1" }.Select(name => Convolution(shapes, name))
            .FirstOrDefault(shape => shape is not null) is [_, (1 or 3) and var channels, ..] ? (int)channels : null;

    /// <summary>The architecture; null if the tensors are those of none.</summary>
    public static ResNetArchitecture? Find(IReadOnlyDictionary<string, long[]> shapes)
    {
        bool isPreactivated = shapes.ContainsKey("stages.0.blocks.0.norm1.weight");
        long[][] stem = Convolution(shapes, isPreactivated ? "stem.conv" : "conv1") is { } single
            ? [single]
            : [.. Enumerable.Range(0, DeepestStem)
                .Select(i => Convolution(shapes, isPreactivated ? $"stem.conv{i + 1}" : $"conv1.{3 * i}"))
                .TakeWhile(shape => shape is not null).OfType<long[]>()];
        List<int> depths = Depths(shapes, isPreactivated);
        if (stem.Length == 0 || depths.Count == 0)
            return null;
        string[] firsts = [.. Enumerable.Range(0, depths.Count).Select(stage => Block(stage, 0, isPreactivated))];
        string first = firsts[0];
        bool isBasic = Convolution(shapes, first + "conv3") is null;
        string last = isBasic ? "conv2" : "conv3";
        int expansion = isBasic ? 1 : ResNetBlock.Bottleneck.Expansion();
        long[]?[] outputs = [.. firsts.Select(block => Convolution(shapes, block + last))];
        if (outputs.Contains(null) || Convolution(shapes, first + "conv2") is not [var inner, var groupChannels, ..])
            return null;
        int[] widths = [.. outputs.Select(shape => (int)(shape![0] / expansion))];
        long kernel = stem[^1][2];
        bool isLarge = kernel == ResNetStem.ImageNet.Kernel || stem.Length > 1;
        ResNetArchitecture architecture = new()
        {
            Stem = new((int)kernel, isLarge ? 2 : 1, (int)stem[^1][0], isLarge)
            {
                Depth = stem.Length,
                IsActivated = isPreactivated
                    && shapes.ContainsKey(stem.Length == 1 ? "stem.norm.weight" : $"stem.norm{stem.Length}.weight"),
            },
            Block = isBasic ? ResNetBlock.Basic : ResNetBlock.Bottleneck,
            StageDepths = depths,
            StageWidths = widths,
            Shortcut = Shortcut(shapes, firsts, isPreactivated, stem[^1][0] == outputs[0]![0]),
            InnerWidthFactor = isBasic || widths[0] == 0 ? 1 : Math.Max(1, (int)(inner / widths[0])),
            Groups = isBasic || groupChannels == 0 ? 1 : Math.Max(1, (int)(inner / groupChannels)),
            PreActivation = isPreactivated,
            SqueezeReduction = shapes.GetValueOrDefault(first + "se.fc1.weight") is [> 0 and var hidden, var channels, ..]
                ? (int)(channels / hidden) : 0,
        };
        return IsValid(architecture) ? architecture : null;
    }

    private static bool IsValid(ResNetArchitecture architecture)
    {
        try
        {
            architecture.Validate();
            return true;
        }
        catch (ArgumentException)
        {
            return false; // tensors of strangers
        }
    }

    private static ResNetShortcut Shortcut(
        IReadOnlyDictionary<string, long[]> shapes, string[] firsts, bool isPreactivated, bool keepsShape)
    {
        string part = isPreactivated ? "downsample.conv" : "downsample.0";
        if (!isPreactivated && firsts.Any(block => Convolution(shapes, block + "downsample.1") is not null))
            return ResNetShortcut.PooledProjection;
        bool[] projects = [.. firsts.Select(block => Convolution(shapes, block + part) is not null)];
        return !projects.Contains(true) ? ResNetShortcut.ZeroPadding
            : projects[0] && keepsShape ? ResNetShortcut.ProjectionAlways
            : ResNetShortcut.Projection;
    }

    private static List<int> Depths(IReadOnlyDictionary<string, long[]> shapes, bool isPreactivated)
    {
        List<int> depths = [];
        for (int stage = 0; stage < MostStages; stage++)
        {
            int depth = 0;
            while (depth < MostBlocks && Convolution(shapes, Block(stage, depth, isPreactivated) + "conv1") is not null)
                depth++;
            if (depth == 0)
                break;
            depths.Add(depth);
        }
        return depths;
    }

    private static string Block(int stage, int index, bool isPreactivated) =>
        isPreactivated ? $"stages.{stage}.blocks.{index}." : $"layer{stage + 1}.{index}.";

    private static long[]? Convolution(IReadOnlyDictionary<string, long[]> shapes, string name) =>
        shapes.GetValueOrDefault(name + ".weight") is [>= 1 and <= int.MaxValue, >= 1 and <= int.MaxValue, <= 255, <= 255] and var shape
            ? shape : null;
}
