using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Interop;

namespace Microsoft.ML.ResNet.Onnx;

/// <summary>
/// Reads what a graph does to images before the first convolution: to bring channels to the front, to reverse their
/// order, to crop the center, and to normalize, by any sequence of sums and products with constants that equals
/// x * scale + shift.
/// </summary>
internal sealed class InputReading(GraphWalk walk)
{
    private double[] _scale = [1], _shift = [0];
    private OnnxNode? _normalizer;
    private readonly ChannelOrderReading _order = new(walk);
    private bool _isInterleaved, _isReversed, _hasMeanImage;
    private ImageSize? _size;

    public MatchedInput Read()
    {
        string x = walk.Graph.NameOf(walk.Graph.Input.Name);
        _isInterleaved = IsInterleaved(x);
        ImageSize? stored = DeclaredSize();
        _size = stored;
        while (walk.Only(x) is { } node)
        {
            if (_order.TryReverse(node, x, _isInterleaved ? 3 : 1) is { } reversed)
            {
                Array.Reverse(_scale);
                Array.Reverse(_shift);
                _isReversed = !_isReversed;
                x = reversed;
            }
            else if (Apply(node, x))
            {
                x = walk.TakeAny(node);
            }
            else
            {
                break;
            }
        }
        return new(x, stored, _size)
        {
            Scale = _normalizer is null ? null : _scale,
            Shift = _normalizer is null ? null : _shift,
            Normalizer = _normalizer,
            IsReversed = _isReversed,
            HasMeanImage = _hasMeanImage,
        };
    }

    // Whether a Transpose is still to come.
    private bool IsInterleaved(string x)
    {
        while (walk.Graph.Readers(x) is [{ } node, ..] && !node.Is("Conv"))
        {
            if (node.Is("Transpose"))
                return true;
            x = node.Outputs[0];
        }
        return false;
    }

    private ImageSize? DeclaredSize()
    {
        if (walk.Graph.Input.Type?.TensorType?.Shape is not { } shape)
            return null;
        if (shape.Dim.Count != 4)
        {
            throw new InvalidDataException(
                $"Its input '{walk.Graph.Input.Name}' has {shape.Dim.Count} dimensions; images have 4: number, "
                + "channels, height and width.");
        }
        (TensorShapeProto.Types.Dimension height, TensorShapeProto.Types.Dimension width) =
            _isInterleaved ? (shape.Dim[1], shape.Dim[2]) : (shape.Dim[2], shape.Dim[3]);
        if (!height.HasDimValue || !width.HasDimValue)
            return null;
        return ArchitectureValidation.IsImageSize(height.DimValue) && ArchitectureValidation.IsImageSize(width.DimValue)
            ? new((int)height.DimValue, (int)width.DimValue)
            : throw new InvalidDataException(
                $"Its input '{walk.Graph.Input.Name}' takes images of {height.DimValue} by {width.DimValue} pixels; "
                + $"a network takes from {ArchitectureValidation.MinimumImageSize} to "
                + $"{ArchitectureValidation.MaximumImageSize} each way.");
    }

    private bool Apply(OnnxNode node, string x)
    {
        switch (node.Operator)
        {
            case "Transpose":
                if (!_isInterleaved || node.Ints("perm") is not [0, 3, 1, 2])
                    throw node.Misfit("does not bring the channels of (N, height, width, channels) to the front.");
                _isInterleaved = false;
                return true;
            case "Slice":
                Crop(node);
                return true;
            case "BatchNormalization":
                MatchedNormalization layer = LayerReading.Normalization(walk, node);
                if (layer.Gamma.Count is not (1 or 3))
                    throw node.Misfit($"normalises {layer.Gamma.Count} channels; images have 1 or 3.");
                double[] deviation =
                    [.. layer.Variance.Singles().Select(variance => Math.Sqrt((double)variance + layer.Epsilon))];
                Shift(layer.Mean.Singles(), -1);
                Scale(layer.Gamma.Singles().Select((gamma, i) => gamma / deviation[i]));
                Shift(layer.Beta.Singles(), 1);
                break;
            case "Sub" or "Add" or "Mul" or "Div":
                Apply(node, Constant(node, x));
                break;
            default:
                return false;
        }
        _normalizer = node;
        if (_scale.Length is not (1 or 3) || !_scale.All(scale => scale > 0 && double.IsFinite(scale))
            || !_shift.All(double.IsFinite))
        {
            throw node.Misfit(
                "does not normalise images: those have 1 or 3 channels, and scales are positive and finite.");
        }
        return true;
    }

    private void Apply(OnnxNode node, float[] values)
    {
        switch (node.Operator)
        {
            case "Sub":
                Shift(values, -1);
                break;
            case "Add":
                Shift(values, 1);
                break;
            case "Mul":
                Scale(values.Select(value => (double)value));
                break;
            default:
                Scale(values.Select(value => 1.0 / value));
                break;
        }
    }

    // One value for all channels, or one for each; of a mean image, the means of its channels.
    private float[] Constant(OnnxNode node, string x)
    {
        int input = node.Inputs[0] == x ? 1 : 0;
        if (input == 0 && node.Is("Sub", "Div"))
            throw node.Misfit("takes the image from a constant, or divides one by it, which no normalisation does.");
        OnnxTensor tensor = walk.Constant(node, input, "constant");
        int behind = _isInterleaved ? 0 : 2; // dimensions behind that of the channels
        int channels = tensor.Shape.Count - 1 - behind;
        if (node.Is("Sub", "Add") && IsMeanImage(tensor, channels))
        {
            _hasMeanImage = true;
            return ChannelMeans(tensor.Singles(), (int)tensor.Shape[channels]);
        }
        return tensor.Count is 1 or 3 && tensor.Shape.Count <= 4
            && (tensor.Count == 1 || channels >= 0 && tensor.Shape[channels] == tensor.Count)
            ? tensor.Singles()
            : throw node.Misfit(
                $"has a constant of shape [{string.Join(", ", tensor.Shape)}], which is not one value or one for each "
                + "channel.");
    }

    private bool IsMeanImage(OnnxTensor tensor, int channels) => _size is { } size && channels is 0 or 1
        && tensor.Shape[channels] is 1 or 3 && tensor.Count == tensor.Shape[channels] * size.Height * size.Width
        && tensor.Shape.Contains(size.Height) && tensor.Shape.Contains(size.Width);

    private float[] ChannelMeans(float[] image, int channels)
    {
        int pixels = image.Length / channels;
        double[] sums = new double[channels];
        for (int i = 0; i < image.Length; i++)
            sums[_isInterleaved ? i % channels : i / pixels] += image[i];
        return [.. sums.Select(sum => (float)(sum / pixels))];
    }

    private void Scale(IEnumerable<double> factors)
    {
        double[] values = Broadcast(factors);
        _scale = [.. _scale.Select((scale, i) => scale * values[i])];
        _shift = [.. _shift.Select((shift, i) => shift * values[i])];
    }

    private void Shift(IEnumerable<float> terms, int sign)
    {
        double[] values = Broadcast(terms.Select(term => (double)term));
        _shift = [.. _shift.Select((shift, i) => shift + sign * values[i])];
    }

    // One value for each channel, if the number of channels is known.
    private double[] Broadcast(IEnumerable<double> given)
    {
        double[] values = [.. given];
        if (values.Length == 1 && _scale.Length > 1)
            return [.. Enumerable.Repeat(values[0], _scale.Length)];
        if (_scale.Length == 1 && values.Length > 1)
        {
            _scale = [.. Enumerable.Repeat(_scale[0], values.Length)];
            _shift = [.. Enumerable.Repeat(_shift[0], values.Length)];
        }
        return values.Length == _scale.Length ? values : [.. Enumerable.Repeat(double.NaN, _scale.Length)];
    }

    // The middle of images of a known size.
    private void Crop(OnnxNode node)
    {
        long[] begin = walk.Integers(node, 1, "starts") ?? [], end = walk.Integers(node, 2, "ends") ?? [];
        long[]? axes = walk.Integers(node, 3, "axes"), steps = walk.Integers(node, 4, "steps");
        if (_size is { } stored && axes is [2, 3] && steps is null or [1, 1]
            && begin is [>= 0 and var top, >= 0 and var left] && end is [var bottom, var right]
            && bottom <= stored.Height && right <= stored.Width
            && ArchitectureValidation.IsImageSize(bottom - top) && ArchitectureValidation.IsImageSize(right - left))
        {
            ImageSize size = new((int)(bottom - top), (int)(right - left));
            ImageView middle = ImageView.Centre(stored, size);
            if ((middle.Top, middle.Left) == (top, left))
            {
                _size = size;
                return;
            }
        }
        throw node.Misfit("does not take the middle of images of a known size, the only part that fits.");
    }
}
