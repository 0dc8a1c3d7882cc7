namespace Microsoft.ML.ResNet.Weights;

/// <summary>Tensors by name, in torchvision's, timm's or transformers' naming, as a file of weights.</summary>
internal class TensorsWeights : WeightsFile
{
    private readonly INamedTensors _tensors;

    /// <param name="tensors">Are disposed of with this.</param>
    public TensorsWeights(INamedTensors tensors)
    {
        _tensors = tensors;
        Tensors = new RenamedTensors(tensors);
    }

    public override INamedTensors Tensors { get; }

    public override string[]? ClassNames => null;

    public override int? Channels => TensorArchitecture.Channels(Tensors.Shapes);

    /// <summary>One of several files, or of one: safetensors or of PyTorch.</summary>
    /// <exception cref="InvalidDataException">It is neither, or damaged.</exception>
    /// <exception cref="IOException">It cannot be opened or read.</exception>
    public static INamedTensors OpenTensors(string path) => FileSignature.Of(path) == WeightsFormat.PyTorch
        ? new TorchFile(path)
        : new SafeTensorsFile(path);

    protected override ResNetPixelNormalization? OwnNormalization(int channels) => null;

    public override void Dispose() => (_tensors as IDisposable)?.Dispose();
}
