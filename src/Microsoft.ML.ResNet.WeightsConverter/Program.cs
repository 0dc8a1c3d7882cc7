using Microsoft.ML.ResNet;
using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Network;
using Microsoft.ML.ResNet.Onnx;
using Microsoft.ML.ResNet.Transfer;
using Microsoft.ML.ResNet.Weights;

// From a file of weights to the compact form of packages: safetensors of 16 bits without a head.
// Usage: SOURCE TARGET [PREPROCESSING.onnx], the last of which says how images are normalized if the source does not.
try
{
    if (args is not [var source, var target, .. var rest] || rest.Length > 1)
        throw new ArgumentException("Usage: SOURCE TARGET [PREPROCESSING.onnx]");
    using WeightsFile file = PretrainedFile.Open(source);
    int channels = file.Channels ?? 3;
    ResNetArchitecture architecture = file.Recognise(channels)
        ?? throw new InvalidDataException($"'{source}' has the weights of no residual network.");
    ImageSize size = file.Input ?? new(224, 224);
    architecture = architecture with { Name = Path.GetFileNameWithoutExtension(target) };
    ResNetPixelNormalization? normalization = rest is [var preprocessing] ? OnnxPreprocessing.Read(preprocessing) : null;
    ResNetModel model = file.Read(
        architecture, size.Height, size.Width, channels, normalization, headIsOptional: true);
    SafeTensorsWeights.Write(target, model, classNames: null, isCompact: true);
    Console.WriteLine($"{target}: {string.Join(",", architecture.StageDepths)} blocks, {normalization}");
    return 0;
}
catch (Exception exception) when (exception is ArgumentException or InvalidDataException or IOException)
{
    Console.Error.WriteLine($"error: {exception.Message}");
    return 1;
}
