using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Network;

namespace Microsoft.ML.ResNet.Tests;

/// <summary>The memory of a network without its layers, for testing single layers.</summary>
internal sealed class LayerBench : IDisposable
{
    private readonly NativeArena _arena = new();
    private readonly NativeContext _context = NativeContext.Create(2);

    public LayerMemory Memory { get; }
    public NetworkLayout Layout { get; }

    public LayerBench(NetworkLayout layout, int batchSize)
    {
        Layout = layout;
        Memory = new LayerMemory(
            _context, _arena, default, batchSize, Buffer(TestNetworks.Parameters(layout)),
            _arena.Allocate(layout.ParameterCount), Buffer(TestNetworks.Statistics(layout)));
    }

    /// <summary>A copy in native memory.</summary>
    public NativeBuffer Buffer(ReadOnlySpan<float> values)
    {
        NativeBuffer buffer = _arena.Allocate(values.Length);
        values.CopyTo(buffer.Span);
        return buffer;
    }

    public NativeBuffer Empty(long length) => _arena.Allocate(length);

    public Span<float> Gradient(ParameterRange range) => Memory.Gradients.Slice(range).Span;

    /// <summary>The parameters with one range replaced, in double.</summary>
    public double[] Replace(ParameterRange range, double[] values)
    {
        double[] parameters = Memory.Parameters.Span.ToDouble();
        values.CopyTo(parameters.AsSpan((int)range.Offset));
        return parameters;
    }

    public double[] Values(ParameterRange range) => Memory.Parameters.Slice(range).Span.ToDouble();

    public void Dispose()
    {
        _arena.Dispose();
        _context.Dispose();
    }
}
