// The pointwise layer with 16 multipliers: 48 inputs to 16 outputs in 48 multiply cycles.
//
// Input after input: a pooled value is multiplied by its 16 weights at once, and every output has its accumulator. So each value is read
// once, in the order in which the pool yields them, and a word of the weight memory is a column of the matrix: the weights of one input,
// output 0 lowest.
// The memories answer within the cycle (distributed memory). For block memory delay busy and first by its latency; the count stays.

module pointwise_16 #(
  parameter INPUTS = 48,
  parameter OUTPUTS = 16,
  parameter VALUE_BITS = 17,             // max_pool
  parameter WEIGHT_BITS = 6,
  parameter SUM_BITS = 27,               // conv_ds_1/pw_conv: the accumulators
  parameter SHIFT = 8,                   // floor(x / 256)
  parameter ADDRESS_BITS = 6
) (
  input  wire                                       clock,
  input  wire                                       start,    // for one cycle; the first products are in the next one
  output reg                                        busy,     // 16 products in this cycle

  output reg  [ADDRESS_BITS-1:0]                    address,  // of the value and of the word of weights
  input  wire signed [VALUE_BITS-1:0]               value,
  input  wire [OUTPUTS*WEIGHT_BITS-1:0]             weights,

  output reg                                        valid,    // for one cycle; the sums stay until the next start
  output wire [OUTPUTS*SUM_BITS-1:0]                sums,     // output 0 lowest
  output wire [OUTPUTS*(SUM_BITS-SHIFT)-1:0]        shifted
);
  wire first = address == 0;
  wire last = address == INPUTS - 1;

  always @(posedge clock) begin
    valid <= busy && last;
    if (busy) begin
      address <= address + 1;
      busy <= !last;
    end
    if (start) begin
      busy <= 1;
      address <= 0;
    end
  end

  genvar o;
  generate
    for (o = 0; o < OUTPUTS; o = o + 1) begin : lane
      wire signed [WEIGHT_BITS-1:0] weight = weights[o*WEIGHT_BITS +: WEIGHT_BITS];
      wire signed [VALUE_BITS+WEIGHT_BITS-1:0] product = value * weight;
      reg signed [SUM_BITS-1:0] sum;

      // The first product replaces what the inference before left: the accumulator needs no clearing, and no cycle for it.
      always @(posedge clock)
        if (busy)
          sum <= (first ? 0 : sum) + product;

      // Floor division is the upper bits: wires, no logic.
      assign sums[o*SUM_BITS +: SUM_BITS] = sum;
      assign shifted[o*(SUM_BITS-SHIFT) +: SUM_BITS-SHIFT] = sum[SUM_BITS-1:SHIFT];
    end
  endgenerate
endmodule
