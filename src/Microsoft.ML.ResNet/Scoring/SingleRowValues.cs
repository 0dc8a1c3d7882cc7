using Microsoft.ML.ResNet.Data;

namespace Microsoft.ML.ResNet.Scoring;

/// <summary>Computes one row at a time, for prediction engines and for the parallel cursors of a set.</summary>
internal sealed class SingleRowValues : RowValues
{
    private readonly DataViewRow _input;
    private readonly ImageReader _reader;
    private readonly ValueGetter<ReadOnlyMemory<char>>? _path;
    private readonly EncodedImageDecoder _decoder;
    private readonly ImageChunk _image;
    private readonly float[] _values;
    private long? _position;
    private ReadOnlyMemory<char> _text;

    public SingleRowValues(ScoringBindings bindings, ImageComputation computation, DataViewRow input)
        : base(bindings, computation)
    {
        ImageSpecification specification = bindings.Specification;
        _input = input;
        _reader = ImageReader.Create(input, bindings.Image, specification);
        _path = bindings.Path is { } path ? input.GetGetter<ReadOnlyMemory<char>>(path) : null;
        _decoder = new EncodedImageDecoder(specification);
        _image = new ImageChunk(specification.Shape, 1);
        _values = new float[computation.RowLength];
    }

    protected override ReadOnlySpan<float> Current
    {
        get
        {
            // Several columns of one row share the computation.
            if (_position != _input.Position)
            {
                _position = null;
                Read();
                if (_image.Bad(0) is null)
                    Computation.Compute(_image.Source, _values);
                _position = _input.Position;
            }
            return _image.Bad(0) is null ? _values : default;
        }
    }

    public override void Dispose()
    {
        base.Dispose();
        _image.Dispose();
    }

    private void Read()
    {
        _image.Clear();
        int slot = _image.Add();
        if (_path is not null)
        {
            _path(ref _text);
            _image.SetPath(slot, _text.ToString());
        }
        _reader.Read(_image, slot);
        _image.Decode(_decoder, threads: 1);
        if (_image.Bad(slot) is { } bad)
            ThrowUnlessSkipped(bad, _input.Position, _image.Path(slot));
    }
}
