using System.Numerics.Tensors;
using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Network;

namespace Microsoft.ML.ResNet.Transfer;

/// <summary>
/// The mean cross-entropy of a linear head over features, plus penalty / 2 times the sum of its squared weights; softmax for
/// classes, sigmoid for sets of labels. The parameters are weights [features][classes], then biases [classes].
/// </summary>
internal sealed class HeadObjective : IDisposable
{
    private readonly NativeContext _context;
    private readonly BatchTargets _targets;
    private readonly AlignedBuffer _features, _logits, _parameters, _gradient;
    private readonly int _length, _classes;
    private readonly long _rows, _weights;

    /// <summary>The L2 penalty.</summary>
    public double Penalty { get; set; }

    /// <summary>Weights and biases.</summary>
    public int ParameterCount => (int)_parameters.Length;

    /// <param name="context">Computes.</param>
    /// <param name="table">The features.</param>
    /// <param name="images">Places in the table's images of those that count.</param>
    /// <param name="views">How many of the table's views count, from the first.</param>
    /// <param name="classes">Number of classes or labels.</param>
    public HeadObjective(NativeContext context, FeatureTable table, IReadOnlyList<int> images, int views, int classes)
    {
        (_context, _length, _classes) = (context, table.Length, classes);
        _rows = (long)images.Count * views;
        _weights = (long)_length * classes;
        int rows = checked((int)_rows);
        _features = new AlignedBuffer(_rows * _length, clear: false);
        _logits = new AlignedBuffer(_rows * classes, clear: false);
        _parameters = new AlignedBuffer(_weights + classes);
        _gradient = new AlignedBuffer(_weights + classes);
        _targets = BatchTargets.Create(table.Images, classes, rows, smoothing: 0);
        ReadOnlySpan<long> stored = table.Images.Rows.Span;
        long[] labeled = new long[rows];
        for (int v = 0; v < views; v++)
        {
            for (int i = 0; i < images.Count; i++)
            {
                int row = v * images.Count + i;
                table.Copy(images[i], v, _features.Span.Slice(row * _length, _length));
                labeled[row] = stored[images[i]];
            }
        }
        _targets.Fill(labeled);
    }

    /// <summary>The value at a point, and its gradient.</summary>
    public double Evaluate(ReadOnlySpan<float> point, Span<float> gradient)
    {
        BatchLoss loss = Loss(point);
        NativeMethods.LinearBackward(
            _context, _rows, _length, _classes, _features.All, Weights(_parameters), _logits.All, default,
            Weights(_gradient), Biases(_gradient)).Check();
        _gradient.Span.CopyTo(gradient);
        ReadOnlySpan<float> weights = point[..(int)_weights];
        Span<float> decayed = gradient[..(int)_weights];
        TensorPrimitives.MultiplyAdd(weights, (float)Penalty, decayed, decayed);
        double squares = 0; // in double: a line search looks at small differences
        foreach (float weight in weights)
            squares += (double)weight * weight;
        return loss.LossSum / _rows + Penalty / 2 * squares;
    }

    /// <summary>The cross-entropies alone, without the penalty, and how many rows are right.</summary>
    public BatchLoss Loss(ReadOnlySpan<float> point)
    {
        point.CopyTo(_parameters.Span);
        NativeMethods.LinearForward(
            _context, _rows, _length, _classes, _features.All, Weights(_parameters), Biases(_parameters), _logits.All)
            .Check();
        return _targets.Loss(_context, _rows, _logits.All, _logits.All);
    }

    private NativeBuffer Weights(AlignedBuffer values) => values.All.Slice(0, _weights);

    private NativeBuffer Biases(AlignedBuffer values) => values.All.Slice(_weights, _classes);

    public void Dispose()
    {
        _features.Dispose();
        _logits.Dispose();
        _parameters.Dispose();
        _gradient.Dispose();
    }
}
