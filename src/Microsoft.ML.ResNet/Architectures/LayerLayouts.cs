using Microsoft.ML.ResNet.Interop;

namespace Microsoft.ML.ResNet.Architectures;

/// <summary>
/// A square convolution with padding kernel / 2: [h, w, in] -> [out h, out w, out]. Weights: [kernel, kernel, in /
/// groups, out].
/// </summary>
internal sealed record ConvolutionLayout(
    int Height, int Width, int InChannels, int OutChannels, int Kernel, int Stride, ParameterRange Weights,
    int Groups = 1)
{
    /// <summary>Input channels that each output channel reads.</summary>
    public int GroupChannels => InChannels / Groups;

    public int Pad => Kernel / 2;
    public int OutHeight => (Height - 1) / Stride + 1;
    public int OutWidth => (Width - 1) / Stride + 1;
    public long InputPixels => (long)Height * Width;
    public long InputLength => InputPixels * InChannels;
    public long OutputPixels => (long)OutHeight * OutWidth;
    public long OutputLength => OutputPixels * OutChannels;
}

/// <summary>
/// Ranges of scales and shifts in the parameter buffer, and of running moments in the statistics buffer.
/// </summary>
internal sealed record BatchNormalizationLayout(
    int Channels, ParameterRange Gamma, ParameterRange Beta,
    ParameterRange RunningMean, ParameterRange RunningVariance);

/// <summary>
/// A convolution and the batch normalization after it. In pre-activation networks the stem, projections and the last
/// unit of a block have no normalization of their own; the next block starts with it.
/// </summary>
internal sealed record UnitLayout(ConvolutionLayout Convolution, BatchNormalizationLayout? Normalization);

/// <summary>The 3x3 max pooling with stride 2 after a stem: [h, w, c] -> [out h, out w, c].</summary>
internal sealed record MaxPoolLayout(int Height, int Width, int Channels)
{
    public const int Kernel = 3, Stride = 2, Pad = 1;
    public int OutHeight => (Height - 1) / Stride + 1;
    public int OutWidth => (Width - 1) / Stride + 1;
    public long InputLength => (long)Height * Width * Channels;
    public long OutputLength => (long)OutHeight * OutWidth * Channels;
}

/// <summary>Average pooling over adjacent windows, clipped at the border: [h, w, c] -> [out h, out w, c].</summary>
internal sealed record AveragePoolLayout(int Height, int Width, int Channels, int Size)
{
    public int OutHeight => (Height - 1) / Size + 1;
    public int OutWidth => (Width - 1) / Size + 1;

    /// <summary>How far the last windows extend beyond the border, in pixels.</summary>
    public (int Rows, int Columns) Overhang => (OutHeight * Size - Height, OutWidth * Size - Width);
    public long InputLength => (long)Height * Width * Channels;
    public long OutputLength => (long)OutHeight * OutWidth * Channels;
}

/// <summary>A linear layer with weights [in, out].</summary>
internal sealed record LinearLayout(int In, int Out, ParameterRange Weights, ParameterRange Bias);

/// <summary>
/// Squeeze-and-excitation of x [pixels, channels]: two linear layers, from the channel means to the hidden layer and
/// back.
/// </summary>
internal sealed record ExcitationLayout(long Pixels, LinearLayout Squeeze, LinearLayout Excite)
{
    public int Channels => Squeeze.In;
    public int Hidden => Squeeze.Out;
    public long Length => Pixels * Channels;
}

/// <summary>The layers before the first block: convolution units, optionally followed by max pooling.</summary>
internal sealed record StemLayout(IReadOnlyList<UnitLayout> Units, MaxPoolLayout? Pool)
{
    public ConvolutionLayout Last => Units[^1].Convolution;
    public int OutHeight => Pool?.OutHeight ?? Last.OutHeight;
    public int OutWidth => Pool?.OutWidth ?? Last.OutWidth;
    public long OutputLength => Pool?.OutputLength ?? Last.OutputLength;
}

/// <summary>Global average pooling over <paramref name="Pixels"/>, then a linear layer.</summary>
internal sealed record HeadLayout(long Pixels, LinearLayout Linear)
{
    public int Features => Linear.In;
    public int Classes => Linear.Out;
    public ParameterRange Weights => Linear.Weights;
    public ParameterRange Bias => Linear.Bias;
    public long InputLength => Pixels * Features;
}

/// <summary>
/// The values of the stem, a stage or the head: one range in each of <see cref="NetworkLayout"/>'s three groups.
/// </summary>
/// <param name="Weights">Weights of convolutions or of the linear layer, in the parameter buffer.</param>
/// <param name="Affine">Scales, shifts and biases, in the parameter buffer.</param>
/// <param name="Statistics">Running means and variances, in the statistics buffer.</param>
internal sealed record SectionLayout(ParameterRange Weights, ParameterRange Affine, ParameterRange Statistics);
