namespace Microsoft.ML.ResNet;

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
    public long InputLength => (long)Height * Width * InChannels;
    public long OutputPixels => (long)OutHeight * OutWidth;
    public long OutputLength => OutputPixels * OutChannels;
}

/// <summary>Scales and shifts in the parameters, running moments in the statistics.</summary>
internal sealed record BatchNormalizationLayout(
    int Channels, ParameterRange Gamma, ParameterRange Beta,
    ParameterRange RunningMean, ParameterRange RunningVariance);

/// <summary>A convolution and the batch normalisation after it: the unit that residual networks are made of.</summary>
internal sealed record UnitLayout(ConvolutionLayout Convolution, BatchNormalizationLayout Normalization);

/// <summary>What a block adds to its residual function.</summary>
internal enum ShortcutKind { None, Identity, ZeroPadding, Projection }

/// <summary>
/// A residual block. <paramref name="Projection"/> is there for <see cref="ShortcutKind.Projection"/> only.
/// </summary>
internal sealed record BlockLayout(IReadOnlyList<UnitLayout> Units, ShortcutKind Shortcut, UnitLayout? Projection)
{
    public ConvolutionLayout First => Units[0].Convolution;
    public ConvolutionLayout Last => Units[^1].Convolution;
    public long InputLength => First.InputLength;
    public long OutputLength => Last.OutputLength;
    public int Stride => Units.Max(unit => unit.Convolution.Stride);
}

/// <summary>The 3x3 max pooling with stride 2 after a stem: [h, w, c] -> [out h, out w, c].</summary>
internal sealed record MaxPoolLayout(int Height, int Width, int Channels)
{
    public const int Kernel = 3, Stride = 2, Pad = 1;
    public int OutHeight => (Height - 1) / Stride + 1;
    public int OutWidth => (Width - 1) / Stride + 1;
    public long InputLength => (long)Height * Width * Channels;
    public long OutputLength => (long)OutHeight * OutWidth * Channels;
}

/// <summary>The layers before the first block.</summary>
internal sealed record StemLayout(UnitLayout Unit, MaxPoolLayout? Pool)
{
    public long OutputLength => Pool?.OutputLength ?? Unit.Convolution.OutputLength;
}

/// <summary>Global average pooling over <paramref name="Pixels"/>, then a linear layer.</summary>
internal sealed record HeadLayout(long Pixels, int Features, int Classes, ParameterRange Weights, ParameterRange Bias)
{
    public long InputLength => Pixels * Features;
}
