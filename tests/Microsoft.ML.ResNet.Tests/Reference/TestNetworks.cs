using Xunit;

namespace Microsoft.ML.ResNet.Tests;

/// <summary>Small architectures, one for every path through a network, and models with values everywhere.</summary>
internal static class TestNetworks
{
    public static ResNetArchitecture Small(
        ResNetShortcut shortcut, ResNetBlock block = ResNetBlock.Basic,
        BottleneckStride stride = BottleneckStride.Middle3x3, bool maxPool = false) => new()
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
        foreach (ResNetShortcut shortcut in Enum.GetValues<ResNetShortcut>())
        {
            data.Add(Small(shortcut));
            data.Add(Small(shortcut, ResNetBlock.Bottleneck));
        }
        data.Add(Small(ResNetShortcut.Projection, ResNetBlock.Bottleneck, BottleneckStride.First1x1));
        data.Add(Small(ResNetShortcut.ZeroPadding, maxPool: true));
        data.Add(Small(ResNetShortcut.Projection, ResNetBlock.Bottleneck, maxPool: true));
        data.Add(Grouped);
        return data;
    }

    /// <summary>Wide inside, in groups, as ResNeXt is.</summary>
    public static ResNetArchitecture Grouped { get; } = Small(ResNetShortcut.Projection, ResNetBlock.Bottleneck) with
    {
        Name = "Grouped",
        StageWidths = [2, 4],
        InnerWidthFactor = 3,
        Groups = 2,
    };

    /// <summary>Initial weights with scales, shifts and biases that are not 1 and 0.</summary>
    public static float[] Parameters(NetworkLayout layout, int seed = 3)
    {
        float[] parameters = new float[layout.ParameterCount], statistics = new float[layout.StatisticsCount];
        TrainingSettings settings =
            new() { Architecture = layout.Architecture, ClassCount = layout.Classes, Seed = seed };
        WeightInitialization.Initialize(layout, settings, parameters, statistics);
        float[] noise = TestValues.Normal(layout.ParameterCount, seed, scale: 0.2);
        for (long i = layout.WeightCount; i < layout.ParameterCount; i++)
            parameters[i] += noise[i];
        return parameters;
    }

    public static float[] Statistics(NetworkLayout layout, int seed = 4)
    {
        float[] statistics = TestValues.Normal(layout.StatisticsCount, seed, scale: 0.3);
        foreach (UnitLayout unit in layout.Units)
        {
            ParameterRange variance = unit.Normalization.RunningVariance;
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
