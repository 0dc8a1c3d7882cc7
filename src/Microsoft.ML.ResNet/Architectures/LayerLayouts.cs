using Microsoft.ML.ResNet.Interop;

namespace Microsoft.ML.ResNet.Architectures;

/// <summary>
/// A square convolution, padded by half its kernel: [h, w, in] -> [out h, out w, out]. The weights are
/// [kernel, kernel, in / groups, out].
/// </summary>
internal sealed record ConvolutionLayout(
    int Height, int Width, int InChannels, int OutChannels, int Kernel, int Stride, ParameterRange Weights,
    int Groups = 1)
{
    /// <summary>Input channels that an output channel sees.</summary>
    public int GroupChannels => InChannels / Groups;

    public int Pad => Kernel / 2;
    public int OutHeight => (Height - 1) / Stride + 1;
    public int OutWidth => (Width - 1) / Stride + 1;
    public long InputPixels => (long)Height * Width;
    public long InputLength => InputPixels * InChannels;
    public long OutputPixels => (long)OutHeight * OutWidth;
    public long OutputLength => OutputPixels * OutChannels;
}

/// <summary>Scales and shifts in the parameters, running moments in the statistics.</summary>
internal sealed record BatchNormalizationLayout(
    int Channels, ParameterRange Gamma, ParameterRange Beta,
    ParameterRange RunningMean, ParameterRange RunningVariance);

/// <summary>
/// A convolution and the batch normalisation after it: the unit that residual networks are made of. The last unit of a
/// pre-activation block has no normalisation, nor have its projection and the stem before it: where one follows there,
/// it belongs to the next block.
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

/// <summary>Average pooling over windows side by side, cut at the border: [h, w, c] -> [out h, out w, c].</summary>
internal sealed record AveragePoolLayout(int Height, int Width, int Channels, int Size)
{
    public int OutHeight => (Height - 1) / Size + 1;
    public int OutWidth => (Width - 1) / Size + 1;

    /// <summary>Rows and columns of windows beyond the border.</summary>
    public (int Rows, int Columns) Beyond => (OutHeight * Size - Height, OutWidth * Size - Width);
    public long InputLength => (long)Height * Width * Channels;
    public long OutputLength => (long)OutHeight * OutWidth * Channels;
}

/// <summary>A linear layer with weights [in, out].</summary>
internal sealed record LinearLayout(int In, int Out, ParameterRange Weights, ParameterRange Bias);

/// <summary>Squeeze-and-excitation of x [pixels, channels]: from the channels' means to hidden values and
/// back.</summary>
internal sealed record ExcitationLayout(long Pixels, LinearLayout Squeeze, LinearLayout Excite)
{
    public int Channels => Squeeze.In;
    public int Hidden => Squeeze.Out;
    public long Length => Pixels * Channels;
}

/// <summary>The layers before the first block: the convolution units, then maybe a max pooling.</summary>
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
