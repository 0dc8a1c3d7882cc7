using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Network;

namespace Microsoft.ML.ResNet.Tests;

/// <summary>Naive implementations of all layers in double precision, independent of the native kernels.</summary>
internal static class ReferenceLayers
{
    public static double[] Convolution(ConvolutionLayout layout, int n, double[] x, ReadOnlySpan<double> weights)
    {
        double[] y = new double[n * layout.OutputLength];
        for (int image = 0; image < n; image++)
        {
            for (int oy = 0; oy < layout.OutHeight; oy++)
            {
                for (int ox = 0; ox < layout.OutWidth; ox++)
                {
                    int output = ((image * layout.OutHeight + oy) * layout.OutWidth + ox) * layout.OutChannels;
                    AddPixel(layout, image, oy, ox, x, weights, y.AsSpan(output, layout.OutChannels));
                }
            }
        }
        return y;
    }

    private static void AddPixel(
        ConvolutionLayout layout, int image, int oy, int ox, double[] x, ReadOnlySpan<double> weights, Span<double> y)
    {
        for (int ky = 0; ky < layout.Kernel; ky++)
        {
            for (int kx = 0; kx < layout.Kernel; kx++)
            {
                int iy = oy * layout.Stride + ky - layout.Pad, ix = ox * layout.Stride + kx - layout.Pad;
                if (iy < 0 || iy >= layout.Height || ix < 0 || ix >= layout.Width)
                    continue;
                int input = ((image * layout.Height + iy) * layout.Width + ix) * layout.InChannels;
                for (int ic = 0; ic < layout.GroupChannels; ic++)
                {
                    ReadOnlySpan<double> row = weights.Slice(
                        ((ky * layout.Kernel + kx) * layout.GroupChannels + ic) * layout.OutChannels,
                        layout.OutChannels);
                    for (int oc = 0; oc < y.Length; oc++)
                    {
                        int group = oc / (layout.OutChannels / layout.Groups);
                        y[oc] += x[input + group * layout.GroupChannels + ic] * row[oc];
                    }
                }
            }
        }
    }

    /// <summary>Mean and biased variance of every channel over the rows of x [rows, channels].</summary>
    public static (double[] Mean, double[] Variance) Moments(int channels, double[] x)
    {
        int rows = x.Length / channels;
        double[] mean = new double[channels], variance = new double[channels];
        for (int i = 0; i < x.Length; i++)
            mean[i % channels] += x[i] / rows;
        for (int i = 0; i < x.Length; i++)
            variance[i % channels] += Math.Pow(x[i] - mean[i % channels], 2) / rows;
        return (mean, variance);
    }

    public static double[] Normalize(
        double[] x, ReadOnlySpan<double> mean, ReadOnlySpan<double> variance, ReadOnlySpan<double> gamma,
        ReadOnlySpan<double> beta, double[]? residual, bool relu)
    {
        double[] y = new double[x.Length];
        for (int i = 0; i < x.Length; i++)
        {
            int c = i % gamma.Length;
            double value = gamma[c] * (x[i] - mean[c]) / Math.Sqrt(variance[c] + BatchNormalization.Epsilon) + beta[c];
            value += residual?[i] ?? 0;
            y[i] = relu ? Math.Max(value, 0) : value;
        }
        return y;
    }

    public static double[] MaxPool(MaxPoolLayout layout, int n, double[] x)
    {
        double[] y = new double[n * layout.OutputLength];
        for (int i = 0; i < y.Length; i++)
        {
            int c = i % layout.Channels, ox = i / layout.Channels % layout.OutWidth;
            int oy = i / layout.Channels / layout.OutWidth % layout.OutHeight;
            int image = i / layout.Channels / layout.OutWidth / layout.OutHeight;
            y[i] = double.NegativeInfinity;
            for (int iy = Math.Max(0, oy * 2 - 1); iy <= Math.Min(layout.Height - 1, oy * 2 + 1); iy++)
            {
                for (int ix = Math.Max(0, ox * 2 - 1); ix <= Math.Min(layout.Width - 1, ox * 2 + 1); ix++)
                    y[i] = Math.Max(y[i], x[((image * layout.Height + iy) * layout.Width + ix) * layout.Channels + c]);
            }
        }
        return y;
    }

    public static double[] AveragePool(AveragePoolLayout layout, int n, double[] x)
    {
        double[] y = new double[n * layout.OutputLength];
        for (int i = 0; i < y.Length; i++)
        {
            int c = i % layout.Channels, ox = i / layout.Channels % layout.OutWidth;
            int oy = i / layout.Channels / layout.OutWidth % layout.OutHeight;
            int image = i / layout.Channels / layout.OutWidth / layout.OutHeight;
            List<double> window = [];
            for (int iy = oy * layout.Size; iy < Math.Min(layout.Height, (oy + 1) * layout.Size); iy++)
            {
                for (int ix = ox * layout.Size; ix < Math.Min(layout.Width, (ox + 1) * layout.Size); ix++)
                    window.Add(x[((image * layout.Height + iy) * layout.Width + ix) * layout.Channels + c]);
            }
            y[i] = window.Average();
        }
        return y;
    }

    /// <summary>The factors of squeeze-and-excitation, (n, channels).</summary>
    public static double[] Excitation(ExcitationLayout layout, int n, double[] x, Func<ParameterRange, double[]> values)
    {
        HeadLayout squeeze = new(layout.Pixels, layout.Squeeze);
        HeadLayout excite = new(1, layout.Excite);
        double[] hidden = [.. Logits(squeeze, n, x, values(squeeze.Weights), values(squeeze.Bias))
            .Select(value => Math.Max(0, value))];
        return [.. Logits(excite, n, hidden, values(excite.Weights), values(excite.Bias))
            .Select(value => 1 / (1 + Math.Exp(-value)))];
    }

    /// <summary>Option A: subsampled, with zero channels added.</summary>
    public static double[] ZeroPadding(BlockLayout block, int n, double[] x)
    {
        (ConvolutionLayout first, ConvolutionLayout last) = (block.First, block.Last);
        double[] y = new double[n * block.OutputLength];
        for (int i = 0; i < y.Length; i++)
        {
            int c = i % last.OutChannels, ox = i / last.OutChannels % last.OutWidth;
            int oy = i / last.OutChannels / last.OutWidth % last.OutHeight;
            int image = i / last.OutChannels / last.OutWidth / last.OutHeight;
            int pixel = (image * first.Height + oy * block.Stride) * first.Width + ox * block.Stride;
            if (c < first.InChannels)
                y[i] = x[pixel * first.InChannels + c];
        }
        return y;
    }

    /// <summary>Global average pooling and the linear layer: (n, classes).</summary>
    public static double[] Logits(
        HeadLayout head, int n, double[] x, ReadOnlySpan<double> weights, ReadOnlySpan<double> bias)
    {
        double[] logits = new double[n * head.Classes];
        int pixels = (int)head.Pixels;
        for (int image = 0; image < n; image++)
        {
            Span<double> row = logits.AsSpan(image * head.Classes, head.Classes);
            bias.CopyTo(row);
            for (int f = 0; f < head.Features; f++)
            {
                double mean = 0;
                for (int p = 0; p < pixels; p++)
                    mean += x[(image * pixels + p) * head.Features + f] / pixels;
                for (int o = 0; o < head.Classes; o++)
                    row[o] += mean * weights[f * head.Classes + o];
            }
        }
        return logits;
    }

    public static double[] Softmax(int classes, double[] logits)
    {
        double[] probabilities = new double[logits.Length];
        for (int start = 0; start < logits.Length; start += classes)
        {
            double largest = logits.AsSpan(start, classes).ToArray().Max(), sum = 0;
            for (int j = start; j < start + classes; j++)
                sum += probabilities[j] = Math.Exp(logits[j] - largest);
            for (int j = start; j < start + classes; j++)
                probabilities[j] /= sum;
        }
        return probabilities;
    }

    /// <summary>Mean cross-entropy with label smoothing.</summary>
    public static double Loss(int classes, double[] logits, int[] labels, double smoothing)
    {
        double[] probabilities = Softmax(classes, logits);
        double loss = 0;
        for (int i = 0; i < probabilities.Length; i++)
        {
            double target = smoothing / classes + (labels[i / classes] == i % classes ? 1 - smoothing : 0);
            loss -= target * Math.Log(probabilities[i]) / labels.Length;
        }
        return loss;
    }
}
