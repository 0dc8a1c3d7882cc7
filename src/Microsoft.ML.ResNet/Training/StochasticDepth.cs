namespace Microsoft.ML.ResNet.Training;

/// <summary>
/// Chooses the residual functions to drop in each iteration (Huang et al. 2016, <i>Deep Networks with Stochastic
/// Depth</i>): block l of L, counted from 1, survives with probability p = 1 - rate * l / L. The paper multiplies the
/// function by p at inference; here it is divided by p during training. The expectation is the same, and inference
/// needs no change.
/// </summary>
/// <param name="rate">Probability of dropping the last block: at least 0, below 1.</param>
/// <param name="blocks">Number of blocks in the network.</param>
/// <param name="seed">Seed. With iteration and block it determines every choice.</param>
internal sealed class StochasticDepth(float rate, int blocks, int seed)
{
    public float Survival(int block) => 1 - rate * (block + 1) / blocks;

    /// <summary>Factor of the block's residual function: 0 or 1 / p.</summary>
    public float Factor(long iteration, int block)
    {
        float survival = Survival(block);
        RandomStream random = new(seed, RandomPurpose.Depth, iteration, block);
        return random.Uniform() <= survival ? 1 / survival : 0;
    }
}
