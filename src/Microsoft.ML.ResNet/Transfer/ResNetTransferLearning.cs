namespace Microsoft.ML.ResNet;

/// <summary>How a training uses pretrained weights.</summary>
public enum ResNetTransferLearning
{
    /// <summary>
    /// <see cref="FineTuning"/> where training starts from <see cref="ResNetClassifierEstimator.Options.Pretrained"/> and no
    /// option of the schedule is set, else <see cref="Schedule"/>.
    /// </summary>
    Auto,

    /// <summary>
    /// The weights are the start of a training by the options' schedule: epochs, learning rate, frozen stages,
    /// augmentation.
    /// </summary>
    Schedule,

    /// <summary>
    /// All stages stay as they are. Their features are computed once for every image and its mirrored and cropped views, and
    /// the head is solved on them: L2-penalised logistic regression, its penalty chosen by cross-validation. Takes about as
    /// long as scoring the images four times.
    /// </summary>
    HeadOnly,

    /// <summary>
    /// The head as in <see cref="HeadOnly"/>; then the second half of the stages is trained from there (Kumar et al. 2022),
    /// and the model is the point between the two networks that suits held-out images best (Wortsman et al. 2022): where
    /// fine-tuning does not help, the network with the solved head. The held-out images are a fifth of the training set, at
    /// most 1,000, and learned by a second training where there are fewer than 2,000 images. Validation images decide
    /// nothing.
    /// </summary>
    FineTuning,
}
