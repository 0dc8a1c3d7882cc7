using Microsoft.ML.ResNet.Interop;

namespace Microsoft.ML.ResNet.Architectures;

/// <summary>
/// Assigns ranges in the parameter and statistics buffers. The weights of convolutions and linear layers come first;
/// scales, shifts and biases, which some recipes exempt from weight decay, follow. So each group is one contiguous
/// range.
/// </summary>
internal sealed class LayoutBuilder(long weightCount)
{
    private long _weights;
    private long _affine = weightCount;
    private long _statistics;
    private (long Weights, long Affine, long Statistics) _section = (0, weightCount, 0); // start of the current section

    public long WeightCount => _weights;
    public long ParameterCount => _affine;
    public long StatisticsCount => _statistics;

    public UnitLayout Unit(
        int height, int width, int input, int output, int kernel, int stride, int groups = 1,
        bool normalized = true) => new(
        new ConvolutionLayout(height, width, input, output, kernel, stride,
            Take(ref _weights, (long)kernel * kernel * (input / groups) * output), groups),
        normalized ? Normalization(output) : null);

    public BatchNormalizationLayout Normalization(int channels) => new(
        channels, Take(ref _affine, channels), Take(ref _affine, channels), Take(ref _statistics, channels),
        Take(ref _statistics, channels));

    public ExcitationLayout Excitation(long pixels, int channels, int hidden) =>
        new(pixels, Linear(channels, hidden), Linear(hidden, channels));

    private LinearLayout Linear(int input, int output) =>
        new(input, output, Take(ref _weights, (long)input * output), Take(ref _affine, output));

    public HeadLayout Head(long pixels, int features, int classes) => new(pixels, Linear(features, classes));

    /// <summary>Everything assigned since the last call.</summary>
    public SectionLayout EndSection()
    {
        (long weights, long affine, long statistics) = _section;
        _section = (_weights, _affine, _statistics);
        return new(
            new(weights, _weights - weights), new(affine, _affine - affine), new(statistics, _statistics - statistics));
    }

    private static ParameterRange Take(ref long next, long length)
    {
        ParameterRange range = new(next, length);
        next += length;
        return range;
    }
}
