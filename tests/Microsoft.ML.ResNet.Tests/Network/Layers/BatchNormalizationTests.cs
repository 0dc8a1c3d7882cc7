using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Network;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

public class BatchNormalizationTests
{
    private const int Rows = 37, Channels = 19;
    private const double Tolerance = 2e-5;

    private static readonly BatchNormalizationLayout s_layout = new(
        Channels, new ParameterRange(0, Channels), new ParameterRange(Channels, Channels),
        new ParameterRange(0, Channels), new ParameterRange(Channels, Channels));

    private readonly float[] _x = TestValues.Normal(Rows * Channels, 1, scale: 2, offset: 0.5);
    private readonly float[] _residual = TestValues.Normal(Rows * Channels, 2);
    private readonly float[] _dy = TestValues.Normal(Rows * Channels, 3);
    private readonly float[] _parameters = TestValues.Normal(2 * Channels, 4, offset: 1);

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void GradientsAgreeWithCentralDifferences(bool relu, bool withResidual)
    {
        using NativeArena arena = new();
        using NativeContext context = NativeContext.Create(2);
        NativeBuffer Buffer(float[] values)
        {
            NativeBuffer buffer = arena.Allocate(values.Length);
            values.CopyTo(buffer.Span);
            return buffer;
        }
        NativeBuffer gradients = arena.Allocate(2 * Channels), statistics = arena.Allocate(2 * Channels);
        LayerMemory memory = new(context, arena, default, Rows, Buffer(_parameters), gradients, statistics);
        BatchNormalization normalization = new(s_layout, memory);
        NativeBuffer x = Buffer(_x), y = arena.Allocate(_x.Length), dx = arena.Allocate(_x.Length), flow = Buffer(_dy);

        normalization.Forward(Rows, x, withResidual ? Buffer(_residual) : default, relu, y);
        normalization.Backward(
            Rows, x, relu, relu && withResidual ? y : default, flow, dx, withResidual ? flow : default);

        double Loss(double[] input, double[] residual, double[] parameters)
        {
            (double[] mean, double[] variance) = ReferenceLayers.Moments(Channels, input);
            return TestValues.Dot(
                ReferenceLayers.Normalize(
                    input, mean, variance, parameters.AsSpan(0, Channels), parameters.AsSpan(Channels),
                    withResidual ? residual : null, relu),
                _dy.ToDouble());
        }
        (double[] exactX, double[] exactResidual) = (_x.ToDouble(), _residual.ToDouble());
        double[] exactParameters = _parameters.ToDouble();
        GradientCheck.Check(v => Loss(v, exactResidual, exactParameters), exactX, dx.Span, Tolerance);
        GradientCheck.Check(v => Loss(exactX, exactResidual, v), exactParameters, gradients.Span, Tolerance);
        if (withResidual)
            GradientCheck.Check(v => Loss(exactX, v, exactParameters), exactResidual, flow.Span, Tolerance);
    }

    [Fact]
    public void RunningStatisticsUseTheUnbiasedVariance()
    {
        using NativeArena arena = new();
        using NativeContext context = NativeContext.Create(1);
        NativeBuffer parameters = arena.Allocate(2 * Channels), statistics = arena.Allocate(2 * Channels);
        NativeBuffer x = arena.Allocate(_x.Length), y = arena.Allocate(_x.Length);
        _x.CopyTo(x.Span);
        statistics.Span[Channels..].Fill(1);
        LayerMemory memory = new(context, arena, default, Rows, parameters, arena.Allocate(2 * Channels), statistics);

        new BatchNormalization(s_layout, memory).Forward(Rows, x, default, relu: false, y);

        (double[] mean, double[] variance) = ReferenceLayers.Moments(Channels, _x.ToDouble());
        for (int c = 0; c < Channels; c++)
        {
            Assert.Equal(0.1 * mean[c], statistics.Span[c], 1e-6);
            Assert.Equal(0.9 + 0.1 * variance[c] * Rows / (Rows - 1), statistics.Span[Channels + c], 1e-5);
        }
    }
}
