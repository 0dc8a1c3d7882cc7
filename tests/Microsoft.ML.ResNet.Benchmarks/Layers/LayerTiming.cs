using System.Diagnostics;
using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Benchmarks.Report;
using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Network;

namespace Microsoft.ML.ResNet.Benchmarks.Layers;

/// <summary>Times the three passes of a single convolution, called as a network calls them.</summary>
internal sealed unsafe class LayerTiming : IDisposable
{
    private const int FewestCalls = 3;

    private readonly NativeArena _arena = new();
    private readonly NativeContext _context;
    private readonly Conv2dShape _shape;
    private readonly NativeBuffer _x, _y, _weights, _packedForward, _packedBackward;

    public LayerTiming(ConvolutionLayout layout, long batch, Arithmetic arithmetic, NativeContext context)
    {
        _context = context;
        _shape = layout.Shape(batch, arithmetic);
        _x = _arena.Allocate(batch * layout.InputLength, arithmetic.Activations);
        _y = _arena.Allocate(batch * layout.OutputLength, arithmetic.Activations);
        _weights = _arena.Allocate(layout.Weights.Length);
        Random random = new(1);
        Fill(_x);
        Fill(_y);
        Fill(_weights);
        _packedForward = Pack(ConvolutionPass.Forward);
        _packedBackward = Pack(ConvolutionPass.BackwardData);

        void Fill(NativeBuffer buffer)
        {
            for (long i = 0; i < buffer.Length; i++)
            {
                float value = (float)(random.NextDouble() - 0.5);
                if (buffer.Type == ElementType.Float32)
                    ((float*)buffer.Data)[i] = value;
                else
                    ((ushort*)buffer.Data)[i] = (ushort)(BitConverter.SingleToUInt32Bits(value) >> 16);
            }
        }
    }

    public double Forward(double seconds) => Median(seconds, () =>
        NativeMethods.Conv2dForward(_context, _shape, _x, _packedForward, default, default, 0, _y).Check());

    public double BackwardData(double seconds) => Median(seconds, () =>
        NativeMethods.Conv2dBackwardData(_context, _shape, _y, _packedBackward, 0, _x).Check());

    public double BackwardWeights(double seconds) => Median(seconds, () =>
        NativeMethods.Conv2dBackwardWeights(_context, _shape, _x, _y, _weights).Check());

    private NativeBuffer Pack(ConvolutionPass pass)
    {
        NativeMethods.Conv2dPackedLength(_context, _shape, pass, out long length).Check();
        NativeBuffer packed = _arena.Allocate(length);
        NativeMethods.Conv2dPack(_context, _shape, pass, _weights, packed).Check();
        return packed;
    }

    // Median seconds per call.
    private static double Median(double seconds, Action call)
    {
        call(); // warms up
        List<double> times = [];
        for (long start = Stopwatch.GetTimestamp();
            times.Count < FewestCalls || Stopwatch.GetElapsedTime(start).TotalSeconds < seconds;)
        {
            long before = Stopwatch.GetTimestamp();
            call();
            times.Add(Stopwatch.GetElapsedTime(before).TotalSeconds);
        }
        return times.Median();
    }

    public void Dispose() => _arena.Dispose();
}
