namespace Microsoft.ML.ResNet;

/// <summary>The order of an image's channels.</summary>
public enum ResNetChannelOrder
{
    /// <summary>Red, green, blue: PyTorch, TensorFlow, MXNet.</summary>
    Rgb,

    /// <summary>Blue, green, red: Caffe, CNTK, and ResNets of Keras.</summary>
    Bgr,
}
