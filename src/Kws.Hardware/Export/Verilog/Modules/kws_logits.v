// The logits: a memory that the last layer writes, a word of as many as there are lanes, and a step after it that reads them one by one.

module kws_logits #(
  parameter LANES = 1,
  parameter LANE_BITS = 1,
  parameter RESULT_BITS = 1,
  parameter WORDS = 1,
  parameter ADDRESS_BITS = 1,
  parameter LOGIT_LANES = 1,
  parameter LOGIT_BITS = 1,
  parameter LABEL_BITS = 1
) (
  input  wire                         clock,
  input  wire                         reset,
  input  wire                         write,
  input  wire [ADDRESS_BITS-1:0]      write_address,
  input  wire [LANES*RESULT_BITS-1:0] results,

  input  wire                         read,           // a logit in each of these cycles, in the order of their index
  input  wire [ADDRESS_BITS-1:0]      address,
  input  wire [LANE_BITS-1:0]         lane,

  output reg                          valid,          // two cycles later
  output reg  [LABEL_BITS-1:0]        index,
  output reg  signed [LOGIT_BITS-1:0] logit,
  output wire [LABEL_BITS-1:0]        label           // a cycle after the last logit
);
  wire [LOGIT_LANES*LOGIT_BITS-1:0] write_word, word;
  kws_memory #(.WORDS(WORDS), .BITS(LOGIT_LANES*LOGIT_BITS), .ADDRESS_BITS(ADDRESS_BITS)) logits(
    .clock(clock), .write(write), .write_address(write_address), .write_word(write_word), .address(address), .word(word)
  );

  genvar i;
  generate
    for (i = 0; i < LOGIT_LANES; i = i + 1) begin : lanes
      assign write_word[i*LOGIT_BITS +: LOGIT_BITS] = results[i*RESULT_BITS +: LOGIT_BITS];
    end
  endgenerate

  reg read_1;
  reg [LANE_BITS-1:0] lane_1;
  always @(posedge clock) begin
    read_1 <= read && !reset;
    lane_1 <= lane;
    valid <= read_1 && !reset;
    index <= valid ? index + 1 : 0;
    logit <= word[lane_1*LOGIT_BITS +: LOGIT_BITS];
  end

  kws_argmax #(.LOGIT_BITS(LOGIT_BITS), .LABEL_BITS(LABEL_BITS)) argmax(
    .clock(clock), .valid(valid), .index(index), .logit(logit), .label(label)
  );
  wire unused = &{1'b0, results};
endmodule
