using Microsoft.ML.ResNet.Onnx;
using Microsoft.ML.ResNet.Weights;

namespace Microsoft.ML.ResNet.Transfer;

/// <summary>Opens files of pretrained weights in any supported format.</summary>
internal static class PretrainedFile
{
    /// <summary>Opens an ONNX file if the name ends in .onnx, otherwise a safetensors file.</summary>
    /// <exception cref="InvalidDataException">It is neither, or damaged.</exception>
    /// <exception cref="IOException">It cannot be opened or read.</exception>
    public static WeightsFile Open(string path) =>
        OnnxFile.IsNamedSo(path) ? new OnnxWeights(path) : new SafeTensorsWeights(path);
}
