using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Network;
using Microsoft.ML.ResNet.Training;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

/// <summary>
/// Small architectures that cover every kind of block, and models with random values in all parameters.
/// </summary>
internal static class TestNetworks
{
    public static ResNetArchitecture Small(
        ResNetShortcut shortcut, ResNetBlock block = ResNetBlock.Basic,
        ResNetBottleneckStride stride = ResNetBottleneckStride.Middle3x3, bool maxPool = false) => new()
        {
            Name = $"{block}{shortcut}{stride}{(maxPool ? "Pool" : "")}",
            Stem = maxPool ? new ResNetStem(7, 2, 5, true) : new ResNetStem(3, 1, 4, false),
            Block = block,
            StageDepths = [2, 1],
            StageWidths = block == ResNetBlock.Basic ? [5, 8] : [2, 3],
            Shortcut = shortcut,
            Stride = stride,
        };

    public static TheoryData<ResNetArchitecture> Every()
    {
        TheoryData<ResNetArchitecture> data = [];
        foreach (ResNetArchitecture architecture in All())
            data.Add(architecture);
        return data;
    }

    public static IEnumerable<ResNetArchitecture> All()
    {
        foreach (ResNetShortcut shortcut in Enum.GetValues<ResNetShortcut>())
        {
            yield return Small(shortcut);
            yield return Small(shortcut, ResNetBlock.Bottleneck);
        }
        yield return Small(ResNetShortcut.Projection, ResNetBlock.Bottleneck, ResNetBottleneckStride.First1x1);
        yield return Small(ResNetShortcut.ZeroPadding, maxPool: true);
        yield return Small(ResNetShortcut.Projection, ResNetBlock.Bottleneck, maxPool: true);
        yield return Grouped;
        foreach (ResNetArchitecture variant in Variants)
            yield return variant;
    }

    /// <summary>Variants published after the paper.</summary>
    public static IReadOnlyList<ResNetArchitecture> Variants { get; } =
    [
        Deep("PooledBasic", ResNetBlock.Basic, maxPool: true),
        Deep("PooledBottleneck", ResNetBlock.Bottleneck, maxPool: false),
        Small(ResNetShortcut.Projection) with { Name = "Excited", SqueezeReduction = 2 },
        Small(ResNetShortcut.ZeroPadding, ResNetBlock.Bottleneck) with { Name = "ExcitedPadded", SqueezeReduction = 3 },
        Small(ResNetShortcut.None) with { Name = "ExcitedPlain", SqueezeReduction = 16 },
        Small(ResNetShortcut.ZeroPadding) with { Name = "PreActivated", PreActivation = true },
        Small(ResNetShortcut.Projection, ResNetBlock.Bottleneck) with { Name = "PreActivated3", PreActivation = true },
        Small(ResNetShortcut.None) with { Name = "PreActivatedPlain", PreActivation = true },
        Small(ResNetShortcut.ProjectionAlways) with { Name = "PreActivatedC", PreActivation = true },
        Deep("PreActivatedDeep", ResNetBlock.Bottleneck, maxPool: true) with
        {
            PreActivation = true, SqueezeReduction = 2,
        },
        Small(ResNetShortcut.Projection) with
        {
            Name = "PreActivatedExcited", PreActivation = true, SqueezeReduction = 2,
        },
        Small(ResNetShortcut.Projection, ResNetBlock.Bottleneck) with
        {
            Name = "PreActivatedStem", PreActivation = true,
            Stem = new ResNetStem(3, 2, 6, MaxPool: true) { IsActivated = true },
        },
    ];

    private static ResNetArchitecture Deep(string name, ResNetBlock block, bool maxPool) =>
        Small(ResNetShortcut.PooledProjection, block) with
        {
            Name = name, Stem = new ResNetStem(3, 2, 6, maxPool) { Depth = 3 },
        };

    /// <summary>A grouped network with wider inner layers, as ResNeXt.</summary>
    public static ResNetArchitecture Grouped { get; } = Small(ResNetShortcut.Projection, ResNetBlock.Bottleneck) with
    {
        Name = "Grouped",
        StageWidths = [2, 4],
        InnerWidthFactor = 3,
        Groups = 2,
    };

    /// <summary>Initial weights, with random scales, shifts and biases.</summary>
    public static float[] Parameters(NetworkLayout layout, int seed = 3)
    {
        float[] parameters = new float[layout.ParameterCount], statistics = new float[layout.StatisticsCount];
        TrainingSettings settings =
            new() { Options = { Architecture = layout.Architecture }, ClassCount = layout.Classes, Seed = seed };
        WeightInitialization.Initialize(layout, settings, parameters, statistics);
        float[] noise = TestValues.Normal(layout.ParameterCount, seed, scale: 0.2);
        for (long i = layout.WeightCount; i < layout.ParameterCount; i++)
            parameters[i] += noise[i];
        // Lets most hidden values of squeeze-and-excitation pass their ReLU, so that derivatives are not zero.
        foreach (LinearLayout squeeze in layout.Blocks.SelectMany(block => block.Linears.Take(1)))
        {
            foreach (ref float bias in parameters.AsSpan((int)squeeze.Bias.Offset, squeeze.Out))
                bias += 0.5f;
        }
        return parameters;
    }

    public static float[] Statistics(NetworkLayout layout, int seed = 4)
    {
        float[] statistics = TestValues.Normal(layout.StatisticsCount, seed, scale: 0.3);
        foreach (BatchNormalizationLayout normalization in layout.Normalizations)
        {
            ParameterRange variance = normalization.RunningVariance;
            foreach (ref float value in statistics.AsSpan((int)variance.Offset, (int)variance.Length))
                value = 0.5f + MathF.Abs(value);
        }
        return statistics;
    }

    public static ResNetModel Model(ResNetArchitecture architecture, int size = 16, int channels = 3, int classes = 5)
    {
        NetworkLayout layout = new(architecture, size, size, channels, classes);
        ChannelNormalization normalization = channels == 3
            ? new([110, 120, 130], [50, 60, 70])
            : new([120], [60]);
        return new ResNetModel(
            architecture, size, size, channels, classes, normalization, Parameters(layout), Statistics(layout));
    }
}
