// The pointwise layer with one multiplier: 48 inputs to 16 outputs in 768 multiply cycles.
//
// Output after output: one accumulator sums the 48 products of an output, then the next output begins. So the weights are read in the order
// in which they are stored, [out][in], by an address that only counts up, and the 48 pooled values 16 times over, from a small memory
// outside. Both memories answer within the cycle (distributed memory). For block memory delay busy, first and last by its latency; the
// count stays.

module pointwise_1 #(
  parameter INPUTS = 48,
  parameter OUTPUTS = 16,
  parameter VALUE_BITS = 17,             // max_pool
  parameter WEIGHT_BITS = 6,
  parameter SUM_BITS = 27,               // conv_ds_1/pw_conv: the accumulator
  parameter SHIFT = 8,                   // floor(x / 256)
  parameter VALUE_ADDRESS_BITS = 6,
  parameter WEIGHT_ADDRESS_BITS = 10
) (
  input  wire                               clock,
  input  wire                               start,    // for one cycle; the first product is in the next one
  output reg                                busy,     // a product in this cycle

  output reg  [VALUE_ADDRESS_BITS-1:0]      value_address,
  input  wire signed [VALUE_BITS-1:0]       value,
  output reg  [WEIGHT_ADDRESS_BITS-1:0]     weight_address,
  input  wire signed [WEIGHT_BITS-1:0]      weight,

  output reg                                valid,    // for one cycle each: the next output, from output 0 on
  output reg  signed [SUM_BITS-1:0]         sum,
  output wire signed [SUM_BITS-SHIFT-1:0]   shifted
);
  wire signed [VALUE_BITS+WEIGHT_BITS-1:0] product = value * weight;
  wire first = value_address == 0;
  wire last = value_address == INPUTS - 1;

  // Floor division is the upper bits: wires, no logic.
  assign shifted = sum[SUM_BITS-1:SHIFT];

  always @(posedge clock) begin
    valid <= busy && last;
    if (busy) begin
      // The first product replaces what the output before left: the accumulator needs no clearing, and no cycle for it.
      sum <= (first ? 0 : sum) + product;
      value_address <= last ? 0 : value_address + 1;
      weight_address <= weight_address + 1;
      busy <= weight_address != INPUTS * OUTPUTS - 1;
    end
    if (start) begin
      busy <= 1;
      value_address <= 0;
      weight_address <= 0;
    end
  end
endmodule
