using System.Runtime.InteropServices;
using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Training;

namespace Microsoft.ML.ResNet.Benchmarks.Inputs;

/// <summary>Weights and statistics that all contenders use, in <see cref="NetworkLayout"/>'s order.</summary>
internal sealed record SharedValues(float[] Parameters, float[] Statistics)
{
    public static SharedValues Initial(NetworkLayout layout)
    {
        SharedValues values = new(new float[layout.ParameterCount], new float[layout.StatisticsCount]);
        TrainingSettings settings = new() { Options = { Architecture = layout.Architecture }, ClassCount = layout.Classes };
        WeightInitialization.Initialize(layout, settings, values.Parameters, values.Statistics);
        return values;
    }

    /// <summary>
    /// Initial values whose residual functions are small, as after a few training steps. Otherwise rounding errors grow
    /// from block to block: the bf16 gradient of an untrained ResNet-50 is unrelated to the exact one.
    /// </summary>
    public static SharedValues Damped(NetworkLayout layout)
    {
        const float lastScale = 0.2f;
        SharedValues values = Initial(layout);
        foreach (BlockLayout block in layout.Blocks)
            values.Parameters.Slice(block.Units[^1].Normalization!.Gamma).Fill(lastScale);
        return values;
    }

    public static SharedValues Load(string path, NetworkLayout layout)
    {
        SharedValues values = new(new float[layout.ParameterCount], new float[layout.StatisticsCount]);
        using FileStream file = File.OpenRead(path);
        file.ReadExactly(MemoryMarshal.AsBytes(values.Parameters.AsSpan()));
        file.ReadExactly(MemoryMarshal.AsBytes(values.Statistics.AsSpan()));
        return values;
    }

    public void Save(string path)
    {
        using FileStream file = File.Create(path);
        file.Write(MemoryMarshal.AsBytes(Parameters.AsSpan()));
        file.Write(MemoryMarshal.AsBytes(Statistics.AsSpan()));
    }
}
