namespace Microsoft.ML.ResNet.Weights;

/// <summary>Tensors by name, as another library saved them: the source of a model's values.</summary>
internal interface INamedTensors
{
    /// <summary>Where they are from, for messages: a file's path.</summary>
    string Source { get; }

    /// <summary>Their network, where the file describes it by more than names and shapes.</summary>
    ResNetArchitecture? Architecture => null;

    /// <summary>The shape of every tensor.</summary>
    IReadOnlyDictionary<string, long[]> Shapes { get; }

    /// <summary>A tensor's values in row-major order.</summary>
    /// <exception cref="InvalidDataException">Its type has no floats, or the file is damaged.</exception>
    float[] Read(string name);
}
